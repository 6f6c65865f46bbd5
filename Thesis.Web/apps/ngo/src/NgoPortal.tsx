import { lazyWithMessages } from '@thesis/i18n';
import { Redirect, Route, Routes } from '@thesis/portal';
import { Inbox } from './inbox/Inbox.tsx';

const Arriving = lazyWithMessages(() => import('./arriving/Arriving.tsx'));
const CalendarPage = lazyWithMessages(() => import('./calendar/CalendarPage.tsx'));
const OrderPage = lazyWithMessages(() => import('./orders/OrderPage.tsx'));
const History = lazyWithMessages(() => import('./history/History.tsx'));
const Impact = lazyWithMessages(() => import('./impact/Impact.tsx'));
const NgoPlacePage = lazyWithMessages(() => import('./place/NgoPlacePage.tsx'));
const IntakePage = lazyWithMessages(() => import('./intake/IntakePage.tsx'));

export const NgoPortal = () => (
  <Routes>
    <Route path="/ngo" component={Inbox} />
    <Route path="/ngo/arriving" component={Arriving} />
    <Route path="/ngo/calendar" component={CalendarPage} />
    <Route path="/ngo/history" component={History} />
    <Route path="/ngo/impact" component={Impact} />
    <Route path="/ngo/place" component={NgoPlacePage} />
    <Route path="/ngo/intake" component={IntakePage} />
    <Route path="/ngo/orders/:id">{({ id }) => <OrderPage id={id} />}</Route>
    <Route>
      <Redirect to="/ngo" replace />
    </Route>
  </Routes>
);
