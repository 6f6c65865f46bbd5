import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { Message } from '../ui/Message.tsx';

/** Keeps one broken page from taking the navigation with it. */
export class CrashBarrier extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <div role="alert">
        <Message icon="error" title="This page broke" heading>
          <p>
            <code>{this.state.error.message}</code>
          </p>
          <Button icon="restart" onClick={() => location.reload()}>Load it again</Button>
        </Message>
      </div>
    );
  }
}
