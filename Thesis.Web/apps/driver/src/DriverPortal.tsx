import { Route, Routes } from '@thesis/portal';
import { Offers } from './offers/Offers.tsx';

export const DriverPortal = () => (
  <Routes>
    <Route path="/driver" component={Offers} />
  </Routes>
);
