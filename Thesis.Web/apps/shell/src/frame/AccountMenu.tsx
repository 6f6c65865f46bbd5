import { Link, type SignedInUser } from '@thesis/portal';
import { Button, Menu } from '@thesis/ui';
import { portalsOf } from '../portals/portals.ts';
import { useText } from '../text.ts';

/** The account's menu: portals of several roles, settings, signing out. */
export function AccountMenu({ user }: { readonly user: SignedInUser }) {
  const text = useText();
  const portals = portalsOf(user.roles);
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="default" aria-label={`${text('account')}: ${user.name}`} maw={180} style={{ overflow: 'hidden' }}>
          {user.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {portals.length > 1 && portals.map((portal) => (
          <Menu.Item key={portal.name} component={Link} href={portal.path}>
            {text(`portal.${portal.name}`)}
          </Menu.Item>
        ))}
        <Menu.Item component={Link} href="/settings">
          {text('settings.title')}
        </Menu.Item>
        <Menu.Item component="a" href={user.logoutUrl}>
          {text('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
