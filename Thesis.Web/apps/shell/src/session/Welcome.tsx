import { Button } from '@thesis/ui';
import { signIn } from './session.ts';

/** What somebody sees who is not signed in. */
export function Welcome({ problem }: { readonly problem?: string }) {
  const failed = new URLSearchParams(location.search).get('login') === 'failed';
  return (
    <main className="welcome">
      <div>
        <p className="brand">
          <img src="/icon.svg" alt="" width="36" height="36" /> thesis
        </p>
        <h1>Food that is left over, where it is needed tonight.</h1>
        <p className="lead">
          Donors say what they have. An engine decides, fairly and within minutes, which charity can use it before it spoils. Drivers bring it
          there, and everybody watches it happen.
        </p>
        {(problem ?? failed) && <p role="alert">{problem ?? 'Signing in did not work. Please try again.'}</p>}
        <Button kind="primary" onClick={signIn}>
          Sign in
        </Button>
        <ul>
          <li>
            <strong>Donors</strong> post in a minute and see who got it.
          </li>
          <li>
            <strong>Charities</strong> get what their shelves and fridges can hold.
          </li>
          <li>
            <strong>Drivers</strong> see what is near, and what is urgent.
          </li>
        </ul>
      </div>
    </main>
  );
}
