import { lazyWithMessages } from '@thesis/i18n';
import { Redirect, Route, Routes } from '@thesis/portal';
import './admin.css';
import { Board } from './board/Board.tsx';

const Audit = lazyWithMessages(() => import('./audit/Audit.tsx'));
const Figures = lazyWithMessages(() => import('./figures/Figures.tsx'));
const ImportPage = lazyWithMessages(() => import('./import/ImportPage.tsx'));
const MapPage = lazyWithMessages(() => import('./map/MapPage.tsx'));
const Messages = lazyWithMessages(() => import('./messages-sent/Messages.tsx'));
const Moderation = lazyWithMessages(() => import('@thesis/chat/moderation'));
const Office = lazyWithMessages(() => import('./office/Office.tsx'));
const People = lazyWithMessages(() => import('./people/People.tsx'));
const Performance = lazyWithMessages(() => import('./performance/Performance.tsx'));
const Places = lazyWithMessages(() => import('./places/Places.tsx'));
const RegionList = lazyWithMessages(() => import('./regions/RegionList.tsx'));
const RegionPage = lazyWithMessages(() => import('./regions/RegionPage.tsx'));
const RunPage = lazyWithMessages(() => import('./runs/RunPage.tsx'));
const Runs = lazyWithMessages(() => import('./runs/Runs.tsx'));
const Strategies = lazyWithMessages(() => import('./strategies/Strategies.tsx'));

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
