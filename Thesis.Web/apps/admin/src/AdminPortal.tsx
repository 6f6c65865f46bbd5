import { Redirect, Route, Routes } from '@thesis/portal';
import { lazy } from 'react';
import './admin.css';
import { Board } from './board/Board.tsx';

const ImportPage = lazy(() => import('./import/ImportPage.tsx'));
const MapPage = lazy(() => import('./map/MapPage.tsx'));
const People = lazy(() => import('./people/People.tsx'));
const Places = lazy(() => import('./places/Places.tsx'));
const RunPage = lazy(() => import('./runs/RunPage.tsx'));
const Runs = lazy(() => import('./runs/Runs.tsx'));
const Strategies = lazy(() => import('./strategies/Strategies.tsx'));

export const AdminPortal = () => (
  <Routes>
    <Route path="/admin" component={Board} />
    <Route path="/admin/map" component={MapPage} />
    <Route path="/admin/runs" component={Runs} />
    <Route path="/admin/runs/:id">{({ id }) => <RunPage key={id} id={id} />}</Route>
    <Route path="/admin/strategies" component={Strategies} />
    <Route path="/admin/places" component={Places} />
    <Route path="/admin/people" component={People} />
    <Route path="/admin/import" component={ImportPage} />
    <Route>
      <Redirect to="/admin" replace />
    </Route>
  </Routes>
);
