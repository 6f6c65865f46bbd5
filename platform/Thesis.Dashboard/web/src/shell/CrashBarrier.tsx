import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { Message } from '../ui/Message.tsx';
import { t } from '../language/language.ts';

/** What browsers say of a module that they could not get. */
const NOT_FETCHED = /imported module|Importing a module/i;

/** Keeps one broken page from taking the navigation with it. */
export class CrashBarrier extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    if (NOT_FETCHED.test(error.message)) {
      return (
        <div role="alert">
          <Message icon="warning" title={t('pageNotFetched')} heading>
            <p>{t('pageNotFetchedText')}</p>
            <Button icon="restart" onClick={() => location.reload()}>{t('loadAgain')}</Button>
          </Message>
        </div>
      );
    }
    return (
      <div role="alert">
        <Message icon="error" title={t('pageBroke')} heading>
          <p>
            <code>{error.message}</code>
          </p>
          <Button icon="restart" onClick={() => location.reload()}>{t('loadAgain')}</Button>
        </Message>
      </div>
    );
  }
}
