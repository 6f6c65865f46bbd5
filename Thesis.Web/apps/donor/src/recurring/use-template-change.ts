import { useCommand } from '@thesis/api';
import { endDonationTemplate, updateDonationTemplate, type TemplateRequest, type TemplateResponse } from '@thesis/calls';
import { toast } from '@thesis/ui';
import { templatesChanged } from './template-lists.ts';

interface Change {
  /** Null ends it. */
  readonly request: TemplateRequest | null;
  readonly version: string;
  readonly done: string;
}

/** Changes a recurring donation as it stands in the list: skips a day, pauses, goes on, ends. */
export function useTemplateChange(template: TemplateResponse) {
  const command = useCommand({
    name: `change-template.${template.id}`,
    send: async ({ request, version }: Change, key) => {
      const how = { path: { id: template.id }, headers: { 'Idempotency-Key': key, 'If-Match': `"${version}"` } };
      return (await (request === null ? endDonationTemplate(how) : updateDonationTemplate({ ...how, body: request }))).data;
    },
    onDone: (_, { done }) => void toast(done),
    refreshes: templatesChanged(template.id),
  });
  return { command, change: (request: TemplateRequest | null, done: string) => command.run({ request, version: String(template.version), done }) };
}
