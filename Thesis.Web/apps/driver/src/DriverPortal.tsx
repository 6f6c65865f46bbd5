import { lazyWithMessages } from '@thesis/i18n';
import { Redirect, Route, Routes } from '@thesis/portal';
import { ListSkeleton, Notice, Screen } from '@thesis/ui';
import { Offers } from './offers/Offers.tsx';
import { usePositionStream } from './position/use-position.ts';
import { useDriver } from './queries.ts';
import { OutboxProvider } from './queue/OutboxProvider.tsx';
import { Stops } from './stops/Stops.tsx';
import { useText } from './text.ts';
import './driver.css';
import { useNightColours } from './vehicle/night.ts';

const Stop = lazyWithMessages(() => import('./stops/StopPage.tsx'));
const Unsent = lazyWithMessages(() => import('./queue/Unsent.tsx'));
const Vehicle = lazyWithMessages(() => import('./vehicle/Vehicle.tsx'));
const Register = lazyWithMessages(() => import('./vehicle/Register.tsx'));

export function DriverPortal() {
  useNightColours();
  return (
    <div className="driver">
      <OutboxProvider>
        <Registered />
      </OutboxProvider>
    </div>
  );
}

/** The screens of a driver; somebody who is not one yet registers first. */
function Registered() {
  const text = useText();
  const driver = useDriver();
  if (driver.isPending) return <Screen title={text('stops.title')} width={640}><ListSkeleton label={text('loading')} /></Screen>;
  if (driver.isError) {
    return (
      <Screen title={text('stops.title')} width={640}>
        <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void driver.refetch() }} />
      </Screen>
    );
  }
  return driver.data === null ? <Register /> : <Screens onShift={driver.data.onShift} />;
}

function Screens({ onShift }: { readonly onShift: boolean }) {
  usePositionStream(onShift);
  return (
    <Routes>
      <Route path="/driver" component={Stops} />
      <Route path="/driver/offers" component={Offers} />
      <Route path="/driver/unsent" component={Unsent} />
      <Route path="/driver/vehicle" component={Vehicle} />
      <Route path="/driver/orders/:id">{({ id }) => <Stop key={id} id={id} />}</Route>
      <Route>
        <Redirect to="/driver" replace />
      </Route>
    </Routes>
  );
}
