import { hueOf } from '../format/colour.ts';

/** A resource's name in its colour. */
export function ResourceName({ name, note }: { readonly name: string; readonly note?: string | number | undefined }) {
  return (
    <span className="resource-name hued" style={{ '--hue': hueOf(name) }} title={name}>
      <span className="dot" aria-hidden="true" />
      <span className="resource-text">{name}</span>
      {note !== undefined && <span className="dim"> {note}</span>}
    </span>
  );
}
