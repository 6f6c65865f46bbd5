import { textOf } from '@thesis/i18n';
import { Link, type PortalLink } from '@thesis/portal';

interface PortalNavProps {
  readonly namespace: string;
  readonly links: readonly PortalLink[];
  readonly path: string;
  readonly label: string;
  readonly wide: boolean;
}

/** A portal's links: in the bar, or as tabs at the bottom of a phone. */
export function PortalNav({ namespace, links, path, label, wide }: PortalNavProps) {
  const text = textOf<Record<string, string>>(namespace)();
  // The longest link that the address lies below.
  const current = links.filter((link) => path === link.path || path.startsWith(`${link.path}/`)).sort((a, b) => b.path.length - a.path.length)[0];
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
