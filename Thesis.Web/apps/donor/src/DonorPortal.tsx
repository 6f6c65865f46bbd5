import { lazyWithMessages } from '@thesis/i18n';
import { Redirect, Route, Routes } from '@thesis/portal';
import { MyDonations } from './donations/MyDonations.tsx';

const DonationPage = lazyWithMessages(async () => ({ default: (await import('./donations/DonationPage.tsx')).DonationPage }));
const PostPage = lazyWithMessages(() => import('./post/PostPage.tsx'));
const EditPage = lazyWithMessages(() => import('./post/EditPage.tsx'));
const Recurring = lazyWithMessages(() => import('./recurring/Recurring.tsx'));
const NewRecurring = lazyWithMessages(async () => ({ default: (await import('./recurring/RecurringPage.tsx')).NewRecurring }));
const EditRecurring = lazyWithMessages(async () => ({ default: (await import('./recurring/RecurringPage.tsx')).EditRecurring }));
const DonorPlacePage = lazyWithMessages(() => import('./place/DonorPlacePage.tsx'));
const Impact = lazyWithMessages(() => import('./impact/Impact.tsx'));

export const DonorPortal = () => (
  <Routes>
    <Route path="/donor" component={MyDonations} />
    <Route path="/donor/post" component={PostPage} />
    <Route path="/donor/recurring" component={Recurring} />
    <Route path="/donor/recurring/new" component={NewRecurring} />
    <Route path="/donor/recurring/:id">{({ id }) => <EditRecurring id={id} />}</Route>
    <Route path="/donor/place" component={DonorPlacePage} />
    <Route path="/donor/impact" component={Impact} />
    <Route path="/donor/donations/:id/edit">{({ id }) => <EditPage id={id} />}</Route>
    <Route path="/donor/donations/:id">{({ id }) => <DonationPage id={id} />}</Route>
    <Route>
      <Redirect to="/donor" replace />
    </Route>
  </Routes>
);
