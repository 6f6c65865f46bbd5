import { Popover } from '../ui/Popover.tsx';
import { Icon } from '../ui/Icon.tsx';
import { chooseLanguage, LANGUAGES, t, type Language } from './language.ts';
import { useLanguage } from './useLanguage.ts';
import { useNotifications } from '../shell/notifications.ts';

/** Chooses the language of the pages; the choice is kept in this browser. */
export function LanguageMenu() {
  const language = useLanguage();
  const { notify } = useNotifications();
  const choose = async (wanted: Language) => {
    try {
      await chooseLanguage(wanted);
    } catch (error) {
      // What browsers throw when a module cannot be fetched.
      if (!(error instanceof TypeError)) throw error;
      notify('error', LANGUAGES[wanted].name, t('unreachable'));
    }
  };
  return (
    <Popover label={`${t('language')}: ${LANGUAGES[language].name}`} icon="language" className="icon-button" text={null}>
      {(close) => (
        <div className="menu" role="group" aria-label={t('language')}>
          {(Object.keys(LANGUAGES) as Language[]).map((one) => (
            <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => { close(); void choose(one); }}>
              {one === language ? <Icon name="check" /> : <span className="icon-space" aria-hidden="true" />} {LANGUAGES[one].name}
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}
