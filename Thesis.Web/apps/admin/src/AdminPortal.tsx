import { Redirect, Route, Routes } from '@thesis/portal';
import { lazy } from 'react';
import './admin.css';
import { Board } from './board/Board.tsx';

const Audit = lazy(() => import('./audit/Audit.tsx'));
const Figures = lazy(() => import('./figures/Figures.tsx'));
const ImportPage = lazy(() => import('./import/ImportPage.tsx'));
const MapPage = lazy(() => import('./map/MapPage.tsx'));
const Messages = lazy(() => import('./messages-sent/Messages.tsx'));
const Moderation = lazy(() => import('@thesis/chat/moderation'));
const Office = lazy(() => import('./office/Office.tsx'));
const People = lazy(() => import('./people/People.tsx'));
const Performance = lazy(() => import('./performance/Performance.tsx'));
const Places = lazy(() => import('./places/Places.tsx'));
const RegionList = lazy(() => import('./regions/RegionList.tsx'));
const RegionPage = lazy(() => import('./regions/RegionPage.tsx'));
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
    <Route path="/admin/moderation" component={Moderation} />
    <Route path="/admin/import" component={ImportPage} />
    <Route path="/admin/office" component={Office} />
    <Route path="/admin/figures" component={Figures} />
    <Route path="/admin/regions" component={RegionList} />
    <Route path="/admin/regions/new"><RegionPage region={null} /></Route>
    <Route path="/admin/regions/:region">{({ region }) => <RegionPage key={region} region={region} />}</Route>
    <Route path="/admin/messages" component={Messages} />
    <Route path="/admin/audit" component={Audit} />
    <Route path="/admin/performance" component={Performance} />
    <Route>
      <Redirect to="/admin" replace />
    </Route>
  </Routes>
);
