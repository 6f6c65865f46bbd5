import type { ContactsRequest, NgoResponse } from '@thesis/calls';

/** One whom to ask, as typed. */
export interface ContactRow {
  readonly name: string;
  readonly role: string;
  readonly phone: string;
  readonly email: string;
}

export interface ContactsForm {
  readonly contacts: readonly ContactRow[];
  readonly accessNotes: string;
}

export const MOST_CONTACTS = 10;

export const EMPTY_CONTACT: ContactRow = { name: '', role: '', phone: '', email: '' };

export const contactsOf = (ngo: Pick<NgoResponse, 'contacts' | 'accessNotes'>): ContactsForm => ({
  contacts: (ngo.contacts ?? []).map(({ name, role, phone, email }) => ({ name: name ?? '', role: role ?? '', phone: phone ?? '', email: email ?? '' })),
  accessNotes: ngo.accessNotes ?? '',
});

/** By the place of the row: what is missing of it. */
export type ContactFaults = Readonly<Record<number, 'name' | 'reach'>>;

/** Reads the rows, leaving out empty ones; each needs a name and a way to reach them. */
export function readContacts(form: ContactsForm): { readonly request: ContactsRequest | null; readonly faults: ContactFaults } {
  const faults: Record<number, 'name' | 'reach'> = {};
  const contacts = form.contacts.flatMap((row, index) => {
    const { name, role, phone, email } = Object.fromEntries(Object.entries(row).map(([field, typed]) => [field, (typed as string).trim()])) as unknown as ContactRow;
    if (name + role + phone + email === '') return [];
    if (name === '') faults[index] = 'name';
    else if (phone + email === '') faults[index] = 'reach';
    return [{ name, ...(role ? { role } : {}), ...(phone ? { phone } : {}), ...(email ? { email } : {}) }];
  });
  return { request: Object.keys(faults).length > 0 ? null : { contacts, accessNotes: form.accessNotes.trim() }, faults };
}
