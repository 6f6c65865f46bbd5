import { loadMessages } from '@thesis/i18n';
import { Redirect, Route, Routes } from '@thesis/portal';
import { lazy } from 'react';
import { Inbox } from './inbox/Inbox.tsx';

const Arriving = lazy(() => import('./arriving/Arriving.tsx'));
const CalendarPage = lazy(() => import('./calendar/CalendarPage.tsx'));
// With the words of what it shows later: a screen that waits for them when it is there already would lose the focus.
const OrderPage = lazy(async () => {
  const page = await import('./orders/OrderPage.tsx');
  await loadMessages();
  return page;
});
const History = lazy(() => import('./history/History.tsx'));
const Impact = lazy(() => import('./impact/Impact.tsx'));
const NgoPlacePage = lazy(() => import('./place/NgoPlacePage.tsx'));
const IntakePage = lazy(() => import('./intake/IntakePage.tsx'));

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
