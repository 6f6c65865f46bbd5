import { Panel } from '@thesis/ui';
import type { FeedItem } from '../state/region-state.ts';

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

/** What just happened, newest first. */
export const Feed = ({ items }: { readonly items: readonly FeedItem[] }) => (
  <Panel title="What is happening" className="feed">
    {items.length === 0 ? (
      <p className="quiet">Nothing yet. What donors, charities and drivers do appears here.</p>
    ) : (
      <ol>
        {items.map((item) => (
          <li key={item.id} data-tone={item.tone}>
            <time dateTime={item.time}>{clock.format(new Date(item.time))}</time>
            <span>{item.text}</span>
          </li>
        ))}
      </ol>
    )}
  </Panel>
);
