import { changeLanguage, LANGUAGES, type Language, type WeightUnit } from '@thesis/i18n';
import { forgetKept, Link, usePrefer, usePreferences, useVisitor } from '@thesis/portal';
import { Button, Card, Group, Screen, Stack, Title, useMantineColorScheme } from '@thesis/ui';
import { NativeSelect } from '@thesis/ui/forms';
import { portalsOf } from '../portals/portals.ts';
import { useText } from '../text.ts';

/** The account, and language, units and colours of this device. */
export default function Settings() {
  const text = useText();
  const user = useVisitor();
  const { language, weightUnit } = usePreferences();
  const prefer = usePrefer();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Screen title={text('settings.title')} lead={text('settings.lead')} width={560}>
      <Card>
        <Stack>
          <NativeSelect
            label={text('settings.language')}
            value={language}
            data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
            onChange={(event) => {
              const chosen = event.currentTarget.value as Language;
              prefer({ language: chosen });
              void changeLanguage(chosen);
            }}
          />
          <NativeSelect
            label={text('settings.unit')}
            value={weightUnit}
            data={[{ value: 'kg', label: text('settings.kg') }, { value: 'lb', label: text('settings.lb') }]}
            onChange={(event) => prefer({ weightUnit: event.currentTarget.value as WeightUnit })}
          />
          <NativeSelect
            label={text('settings.colours')}
            value={colorScheme}
            data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: text(`settings.${value}`) }))}
            onChange={(event) => setColorScheme(event.currentTarget.value as typeof colorScheme)}
          />
        </Stack>
      </Card>
      {user && (
        <Card label={text('account')}>
          <Stack>
            <Title order={2}>{user.name}</Title>
            <Group>
              {(['profile', 'consents', 'calendar'] as const).map((part) => (
                <Button key={part} component={Link} href={`/settings/${part}`} variant="default">
                  {text(`settings.${part}`)}
                </Button>
              ))}
            </Group>
            <Group>
              {portalsOf(user.roles).map((portal) => (
                <Button key={portal.name} component={Link} href={portal.path} variant="default">
                  {text(`portal.${portal.name}`)}
                </Button>
              ))}
              <Button component="a" href="/account" variant="default">
                {text('manageAccount')}
              </Button>
              <Button component="a" href={user.logoutUrl} variant="default" onClick={forgetKept}>
                {text('signOut')}
              </Button>
            </Group>
          </Stack>
        </Card>
      )}
    </Screen>
  );
}
