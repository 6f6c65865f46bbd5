import { loadMessages } from '@thesis/i18n';
import { Redirect, Route, Routes } from '@thesis/portal';
import { lazy } from 'react';
import { MyDonations } from './donations/MyDonations.tsx';

// With the words of what it shows later: a screen that waits for them when it is there already would lose the focus.
const DonationPage = lazy(async () => {
  const { DonationPage: page } = await import('./donations/DonationPage.tsx');
  await loadMessages();
  return { default: page };
});
const PostPage = lazy(() => import('./post/PostPage.tsx'));
const EditPage = lazy(() => import('./post/EditPage.tsx'));
const Recurring = lazy(() => import('./recurring/Recurring.tsx'));
const NewRecurring = lazy(async () => ({ default: (await import('./recurring/RecurringPage.tsx')).NewRecurring }));
const EditRecurring = lazy(async () => ({ default: (await import('./recurring/RecurringPage.tsx')).EditRecurring }));
const DonorPlacePage = lazy(() => import('./place/DonorPlacePage.tsx'));
const Impact = lazy(() => import('./impact/Impact.tsx'));

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
