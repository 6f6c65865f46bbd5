import { useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import { t } from '../language/language.ts';

interface PopoverProps {
  readonly label: string;
  readonly icon?: IconName;
  /** Shown in the button instead of the label's text; null for the picture alone. */
  readonly text?: ReactNode;
  readonly className?: string;
  readonly chevron?: boolean;
  readonly children: (close: () => void) => ReactNode;
}

const GAP = 4;
const MARGIN = 8;

/** A button that opens a small panel beside itself; Escape or a click elsewhere closes it. */
export function Popover({ label, icon, text, className = 'button', chevron = false, children }: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const place = () => {
    if (!button.current || !panel.current) return;
    const anchor = button.current.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = panel.current;
    const below = anchor.bottom + GAP + height <= innerHeight - MARGIN || anchor.top < innerHeight / 2;
    const top = below ? anchor.bottom + GAP : anchor.top - GAP - height;
    const left = anchor.left + width <= innerWidth - MARGIN ? anchor.left : anchor.right - width;
    panel.current.style.top = `${Math.max(MARGIN, top)}px`;
    panel.current.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`;
    panel.current.style.maxHeight = `${Math.max(160, below ? innerHeight - top - MARGIN : anchor.top - MARGIN * 2)}px`;
  };

  // Only now that its content is there is its size known.
  useLayoutEffect(() => {
    if (!open) return;
    place();
    panel.current?.querySelector<HTMLElement>('button:enabled, input, a, select')?.focus();
  }, [open]);

  return (
    <>
      <button ref={button} type="button" className={className} popoverTarget={id} aria-expanded={open} aria-label={label} title={text === undefined || text === null ? label : undefined}>
        {icon && <Icon name={icon} />}
        {text === undefined ? null : text}
        {chevron && <Icon name="chevronDown" size={14} />}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="popover"
        role="group"
        aria-label={label}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open && children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}

interface ChoiceMenuProps {
  readonly label: string;
  readonly choices: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** How a choice is shown. */
  readonly format?: (choice: string) => string;
}

/** Chooses any of some values; none means all of them. */
export function ChoiceMenu({ label, choices, chosen, onChange, format = (choice) => choice }: ChoiceMenuProps) {
  const summary = chosen.length === 0 ? t('all') : chosen.length === 1 ? format(chosen[0] ?? '') : t('chosen', { count: chosen.length });
  const shown = [...new Set([...choices, ...chosen])];
  return (
    <Popover
      label={`${label}: ${summary}`}
      chevron
      className={`button choice ${chosen.length ? 'active' : ''}`}
      text={
        <span className="choice-text">
          <span className="dim">{label}</span> <span className="choice-value">{summary}</span>
        </span>
      }
    >
      {() => (
        <div className="choices">
          {shown.length === 0 && <p className="dim pad">{t('nothingToChoose')}</p>}
          {shown.map((choice) => (
            <label key={choice}>
              <input type="checkbox" checked={chosen.includes(choice)} onChange={(event) => onChange(event.target.checked ? [...chosen, choice] : chosen.filter((one) => one !== choice))} />
              <span>{format(choice)}</span>
            </label>
          ))}
          {chosen.length > 0 && (
            <button type="button" className="button" data-kind="quiet" onClick={() => onChange([])}>
              {t('showAll')}
            </button>
          )}
        </div>
      )}
    </Popover>
  );
}
