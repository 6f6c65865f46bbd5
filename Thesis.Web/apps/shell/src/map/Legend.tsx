const ENTRIES = [
  ['donor', 'Donor'],
  ['ngo', 'Charity'],
  ['urgent', 'Food, spoils within 6 h'],
  ['soon', 'Food, within 24 h'],
  ['calm', 'Food, later'],
  ['order', 'Order under way'],
  ['driver', 'Driver'],
] as const;

export const Legend = () => (
  <ul className="legend" aria-label="Legend of the map">
    {ENTRIES.map(([kind, label]) => (
      <li key={kind} data-kind={kind}>
        {label}
      </li>
    ))}
  </ul>
);
