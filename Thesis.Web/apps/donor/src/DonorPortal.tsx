import { Route, Routes } from '@thesis/portal';
import { MyDonations } from './donations/MyDonations.tsx';

export const DonorPortal = () => (
  <Routes>
    <Route path="/donor" component={MyDonations} />
  </Routes>
);
