import type { FileReading } from '@thesis/calls';

export type Kind = 'donors' | 'ngos';

const BOTH = ['name', 'kind', 'address', 'city', 'zip', 'latitude', 'longitude', 'opening_hours'] as const;
const NGOS = [...BOTH, 'daily_capacity_kg', 'daily_slots', 'storage_classes', 'food_preferences', 'priority'] as const;

/** What a column of a file may hold. */
export const columnsOf = (kind: Kind): readonly (typeof NGOS)[number][] => (kind === 'ngos' ? NGOS : BOTH);

/** The file's columns and what each was taken for; '' is nothing. */
export const headerOf = ({ columns, ignoredColumns }: FileReading): readonly { readonly theirs: string; readonly ours: string }[] => [
  ...Object.entries(columns).map(([ours, theirs]) => ({ theirs, ours })),
  ...ignoredColumns.map((theirs) => ({ theirs, ours: '' })),
];
