import type { DonorRequest } from '@thesis/calls';
import { readPosition } from './position.ts';

/** Whose place it is. */
export type Owner = 'donor' | 'ngo';

/** What is typed. */
export interface PlaceForm {
  readonly name: string;
  readonly kind: string;
  readonly region: string;
  readonly address: string;
  readonly position: string;
  readonly hours: string;
}

export const KINDS = {
  donor: ['supermarket', 'restaurant', 'bakery', 'canteen', 'farm', 'wholesaler', 'event', 'other'],
  ngo: ['food_pantry', 'soup_kitchen', 'shelter', 'community_fridge', 'school', 'senior_centre', 'other'],
} as const;

export type Kind = (typeof KINDS)[Owner][number];

export const EMPTY: PlaceForm = { name: '', kind: '', region: '', address: '', position: '', hours: '' };

/** A field that has to be filled in otherwise, by its name in the API. */
export type Fault = 'name' | 'kind' | 'place.region' | 'place.address' | 'place.latitude';

/** The request that a form stands for, of a donor as of a charity; null while something is missing, with what it is. */
export function readPlace(form: PlaceForm): { readonly request: DonorRequest | null; readonly faults: ReadonlySet<Fault> } {
  const faults = new Set<Fault>();
  const position = readPosition(form.position);
  if (form.name.trim() === '') faults.add('name');
  if (form.kind === '') faults.add('kind');
  if (form.region === '') faults.add('place.region');
  if (form.address.trim() === '') faults.add('place.address');
  if (!position) faults.add('place.latitude');
  if (faults.size > 0 || !position) return { request: null, faults };
  return {
    request: {
      name: form.name.trim(),
      kind: form.kind,
      place: { ...position, address: form.address.trim(), region: form.region },
      openingHours: form.hours.trim(),
    },
    faults,
  };
}
