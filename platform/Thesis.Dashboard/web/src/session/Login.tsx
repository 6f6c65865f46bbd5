import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useState, type FormEvent } from 'react';
import { login } from '../api/dashboard.ts';
import { ApiError } from '../api/http.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { tokenOf } from './token.ts';
import { t } from '../language/language.ts';
import { Text } from '../language/Text.tsx';
import { useLanguage } from '../language/useLanguage.ts';

interface LoginProps {
  /** Whether a session was there and is no more. */
  readonly ended: boolean;
  readonly onSignedIn: () => void;
}

const REFUSED_LINK = new URLSearchParams(location.search).has('error');

export function Login({ ended, onSignedIn }: LoginProps) {
  const id = useId();
  const language = useLanguage();
  const [text, setText] = useState('');
  const [shown, setShown] = useState(false);
  const [missing, setMissing] = useState(false);
  const signIn = useMutation({ mutationFn: login, onSuccess: onSignedIn });
  useEffect(() => {
    document.title = t('signInTitle');
  }, [language]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const token = tokenOf(text);
    setMissing(!token);
    if (token) signIn.mutate(token);
  };

  const refused = signIn.error instanceof ApiError && signIn.error.status === 401;
  const error = missing ? t('pasteToken') : signIn.error ? (refused ? t('wrongToken') : signIn.error.message) : REFUSED_LINK && signIn.isIdle ? t('wrongToken') : null;
  return (
    <main className="login">
      <form onSubmit={submit} noValidate>
        <p className="login-brand">
          <img src="/icon.svg" alt="" width="36" height="36" /> {t('dashboard')}
        </p>
        <h1>{t('signInHeading')}</h1>
        {ended && <p className="notice" role="status">{t('sessionEnded')}</p>}
        <p className="dim" id={`${id}-hint`}>
          <Text of="signInHint" values={{ line: <code>Login to the dashboard at …/login?t=<b>token</b></code> }} />
        </p>
        <label htmlFor={id}>{t('token')}</label>
        <div className="field-row">
          <input id={id} type={shown ? 'text' : 'password'} autoComplete="current-password" autoFocus spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} aria-invalid={error !== null} aria-describedby={error ? `${id}-error ${id}-hint` : `${id}-hint`} />
          <IconButton icon={shown ? 'eyeOff' : 'eye'} label={t(shown ? 'hideToken' : 'showToken')} onClick={() => setShown(!shown)} />
        </div>
        {error && <p className="error" role="alert" id={`${id}-error`}>{error}</p>}
        <Button kind="primary" type="submit" disabled={signIn.isPending}>
          {t(signIn.isPending ? 'signingIn' : 'signIn')}
        </Button>
      </form>
    </main>
  );
}
