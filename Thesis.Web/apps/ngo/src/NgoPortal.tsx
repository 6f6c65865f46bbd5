import { Route, Routes } from '@thesis/portal';
import { Inbox } from './inbox/Inbox.tsx';

export const NgoPortal = () => (
  <Routes>
    <Route path="/ngo" component={Inbox} />
  </Routes>
);
