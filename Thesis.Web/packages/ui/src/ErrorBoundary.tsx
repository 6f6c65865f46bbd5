import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Panel } from './Panel.tsx';

interface ErrorBoundaryProps {
  /** What cannot be shown, e.g. "The map". */
  readonly what: string;
  readonly children: ReactNode;
}

/** Keeps a fault in one part from taking the page away: says what is missing, and offers to try again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack);
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Panel title={`${this.props.what} cannot be shown`}>
        <div role="alert">
          <p>Something went wrong in this part of the page. Nothing that was saved is lost.</p>
          <Button onClick={() => this.setState({ failed: false })}>Try again</Button>
        </div>
      </Panel>
    );
  }
}
