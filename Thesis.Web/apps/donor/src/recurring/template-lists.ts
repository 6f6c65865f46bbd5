import { allPages, useQuery, type QueryKey } from '@thesis/api';
import { getDonationTemplateQueryKey, listDonationTemplates } from '@thesis/calls';

const TEMPLATES = 'recurring-donations';

/** The recurring donations of the user's donors. */
export const useTemplatesOf = () => useQuery({ queryKey: [TEMPLATES], queryFn: () => allPages((page) => listDonationTemplates({ query: page })) });

/** The reads that a change of a recurring donation makes stale. */
export const templatesChanged = (id?: string): readonly QueryKey[] => [[TEMPLATES], ...(id ? [getDonationTemplateQueryKey({ path: { id } })] : [])];
