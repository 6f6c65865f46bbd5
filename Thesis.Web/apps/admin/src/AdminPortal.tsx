import { Route, Routes } from '@thesis/portal';
import { Board } from './board/Board.tsx';

export const AdminPortal = () => (
  <Routes>
    <Route path="/admin" component={Board} />
  </Routes>
);
