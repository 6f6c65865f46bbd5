import type { ResourceUrl } from '../api/types.ts';
import { Popover } from '../ui/Popover.tsx';
import { t } from '../language/language.ts';

export const isWeb = (url: string): boolean => /^https?:\/\//.test(url);

/** A link for what a browser opens, text for the rest. */
export function ResourceLink({ url }: { readonly url: ResourceUrl }) {
  const text = url.displayText || url.url.replace(/^https?:\/\//, '').replace(/\/$/, '');
  if (!isWeb(url.url)) return <span className="mono" title={url.name}>{text}</span>;
  return <a href={url.url} target="_blank" rel="noreferrer" title={`${url.name}: ${url.url}`}>{text}</a>;
}

/** The first URL, and the others behind a number. */
export function ResourceUrls({ urls, name }: { readonly urls: readonly ResourceUrl[]; readonly name: string }) {
  const shown = urls.filter((url) => !url.isInternal);
  const [first, ...others] = shown;
  if (!first) return <span className="dim">–</span>;
  return (
    <span className="urls">
      <ResourceLink url={first} />
      {others.length > 0 && (
        <Popover label={t('moreUrls', { count: others.length, name })} className="button more" text={`+${others.length}`}>
          {() => (
            <ul className="menu-list">
              {others.map((url) => (
                <li key={`${url.name} ${url.url}`}><span className="dim">{url.name}</span> <ResourceLink url={url} /></li>
              ))}
            </ul>
          )}
        </Popover>
      )}
    </span>
  );
}
