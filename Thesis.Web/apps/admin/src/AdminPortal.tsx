import { Redirect, Route, Routes } from '@thesis/portal';
import { lazy } from 'react';
import { Board } from './board/Board.tsx';

const MapPage = lazy(() => import('./map/MapPage.tsx'));

export const AdminPortal = () => (
  <Routes>
    <Route path="/admin" component={Board} />
    <Route path="/admin/map" component={MapPage} />
    <Route>
      <Redirect to="/admin" replace />
    </Route>
  </Routes>
);
