import { changeLanguage, LANGUAGES, type Language, type WeightUnit } from '@thesis/i18n';
import { usePrefer, usePreferences } from '@thesis/portal';
import { Card, Screen, Stack, useMantineColorScheme } from '@thesis/ui';
import { NativeSelect } from '@thesis/ui/forms';
import { useText } from '../text.ts';

/** Language, units and colours of this device. */
export function Settings() {
  const text = useText();
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
    </Screen>
  );
}
