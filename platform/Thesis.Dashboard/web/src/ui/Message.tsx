import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import { Button } from './Button.tsx';
import { t } from '../language/language.ts';

interface MessageProps {
  readonly icon?: IconName;
  readonly title: string;
  /** Whether it is all there is on the page, and so its heading. */
  readonly heading?: boolean;
  readonly children?: ReactNode;
}

/** Fills a place that has nothing to show, saying why and what to do. */
export function Message({ icon = 'search', title, heading = false, children }: MessageProps) {
  const Title = heading ? 'h1' : 'p';
  return (
    <div className="message">
      <Icon name={icon} size={30} />
      <Title className="message-title">{title}</Title>
      {children && <div className="message-text">{children}</div>}
    </div>
  );
}

export function Loading({ text }: { readonly text: string }) {
  return (
    <div className="message" role="status">
      <span className="spinner" aria-hidden="true" />
      <p>{text}</p>
    </div>
  );
}

export function Failure({ title, error, onRetry }: { readonly title: string; readonly error: Error; readonly onRetry?: () => void }) {
  return (
    <div className="message" role="alert">
      <Icon name="warning" size={30} />
      <p className="message-title">{title}</p>
      <p className="message-text">{error.message}</p>
      {onRetry && (
        <Button icon="restart" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      )}
    </div>
  );
}
