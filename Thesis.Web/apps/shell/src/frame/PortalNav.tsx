import { textOf } from '@thesis/i18n';
import { Link, type PortalLink } from '@thesis/portal';

interface PortalNavProps {
  readonly namespace: string;
  readonly links: readonly PortalLink[];
  readonly path: string;
  readonly label: string;
  readonly wide: boolean;
}

/** Whether an address belongs to a link. What lies below a portal's first address ("/donor") does so only if the link says it. */
const covers = ({ path, also = [] }: PortalLink, address: string): boolean =>
  address === path || [...(path.lastIndexOf('/') > 0 ? [path] : []), ...also].some((prefix) => address === prefix || address.startsWith(`${prefix}/`));

/** A portal's links: in the bar, or as tabs at the bottom of a phone. */
export function PortalNav({ namespace, links, path, label, wide }: PortalNavProps) {
  const text = textOf<Record<string, string>>(namespace)();
  const current = links.find((link) => covers(link, path));
  return (
    <nav aria-label={label} style={wide ? undefined : { height: '100%' }}>
      <ul className="nav" data-at={wide ? 'bar' : 'thumb'}>
        {links.map((link) => (
          <li key={link.path}>
            <Link href={link.path} aria-current={link === current ? 'page' : undefined}>
              <link.icon size={wide ? 18 : 22} aria-hidden />
              <span>{text(link.text)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
