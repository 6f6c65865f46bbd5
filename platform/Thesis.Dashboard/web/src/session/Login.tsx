import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useState, type FormEvent } from 'react';
import { login } from '../api/dashboard.ts';
import { ApiError } from '../api/http.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { tokenOf } from './token.ts';

interface LoginProps {
  /** Whether a session was there and is no more. */
  readonly ended: boolean;
  readonly onSignedIn: () => void;
}

const WRONG = 'That token is not the one of this run. Each start of the application prints its own: copy the newest from the console, or open the link printed there.';
const REFUSED_LINK = new URLSearchParams(location.search).has('error');

export function Login({ ended, onSignedIn }: LoginProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [shown, setShown] = useState(false);
  const [missing, setMissing] = useState(false);
  const signIn = useMutation({ mutationFn: login, onSuccess: onSignedIn });
  useEffect(() => {
    document.title = 'Sign in · Dashboard';
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const token = tokenOf(text);
    setMissing(!token);
    if (token) signIn.mutate(token);
  };

  const refused = signIn.error instanceof ApiError && signIn.error.status === 401;
  const error = missing ? 'Paste the token first.' : signIn.error ? (refused ? WRONG : signIn.error.message) : REFUSED_LINK && signIn.isIdle ? WRONG : null;
  return (
    <main className="login">
      <form onSubmit={submit} noValidate>
        <p className="login-brand">
          <img src="/icon.svg" alt="" width="36" height="36" /> Dashboard
        </p>
        <h1>Sign in with the token</h1>
        {ended && <p className="notice" role="status">Your session ended: the application was restarted or you signed out.</p>}
        <p className="dim" id={`${id}-hint`}>
          The application prints a link when it starts: <code>Login to the dashboard at …/login?t=<b>token</b></code>. Open that link, or paste it or its token here.
        </p>
        <label htmlFor={id}>Token</label>
        <div className="field-row">
          <input id={id} type={shown ? 'text' : 'password'} autoComplete="current-password" autoFocus spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} aria-invalid={error !== null} aria-describedby={error ? `${id}-error ${id}-hint` : `${id}-hint`} />
          <IconButton icon={shown ? 'eyeOff' : 'eye'} label={shown ? 'Hide the token' : 'Show the token'} onClick={() => setShown(!shown)} />
        </div>
        {error && <p className="error" role="alert" id={`${id}-error`}>{error}</p>}
        <Button kind="primary" type="submit" disabled={signIn.isPending}>
          {signIn.isPending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </main>
  );
}
