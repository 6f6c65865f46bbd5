import { useSession } from './session/session.ts';
import { Welcome } from './session/Welcome.tsx';
import { LiveScreen } from './LiveScreen.tsx';

export function App() {
  const session = useSession();
  if (session.state === 'asking') return <main className="waiting" aria-busy="true">Opening thesis…</main>;
  if (session.state === 'anonymous') return <Welcome />;
  if (session.state !== 'signed-in') return <Welcome problem="thesis cannot be reached at the moment. It will be tried again by itself." />;
  return <LiveScreen user={session.user} />;
}
