import { useCommand } from '@thesis/api';
import { updateNgoContacts, type ContactsRequest, type NgoResponse } from '@thesis/calls';
import { useDraft } from '@thesis/portal';
import { Button, Card, Group, Notice, SimpleGrid, Stack, Text, Title, toast } from '@thesis/ui';
import { Fieldset, Textarea, TextInput } from '@thesis/ui/forms';
import { useState, type FormEvent } from 'react';
import { ngoChanged } from '../our-organisations.ts';
import { useText } from '../text.ts';
import { contactsOf, EMPTY_CONTACT, MOST_CONTACTS, readContacts, type ContactRow, type ContactsForm as Form } from './contacts-form.ts';

interface ContactsFormProps {
  readonly ngo: NgoResponse;
  readonly refetch: () => void;
}

/** Whom to ask at the place, and how to get in. */
export function ContactsForm({ ngo, refetch }: ContactsFormProps) {
  const text = useText();
  const [changed, change, clear] = useDraft<Partial<Form>>(`contacts.${ngo.id}`, {});
  const form: Form = { ...contactsOf(ngo), ...changed };
  const [tried, setTried] = useState(false);
  const { request, faults } = readContacts(form);
  const command = useCommand({
    name: `contacts.${ngo.id}`,
    send: async (body: ContactsRequest, key) => (await updateNgoContacts({ path: { id: ngo.id }, body, headers: { 'Idempotency-Key': key, 'If-Match': `"${ngo.version}"` } })).data,
    onDone: () => {
      clear({});
      setTried(false);
      void toast(text('contacts.saved'));
    },
    refreshes: ngoChanged(ngo.id),
  });
  const set = (index: number, part: Partial<ContactRow>) => change({ contacts: form.contacts.map((row, other) => (other === index ? { ...row, ...part } : row)) });
  const fieldsOf = (index: number, row: ContactRow) => {
    const fault = tried ? faults[index] : undefined;
    const refused = (name: string) => command.fields[`contacts[${index}].${name}`]?.[0];
    const wholeRow = command.fields[`contacts[${index}]`]?.[0];
    return (
      <>
        <TextInput label={text('contacts.name')} maxLength={100} value={row.name} onChange={(event) => set(index, { name: event.currentTarget.value })} error={fault === 'name' ? text('contacts.nameNeeded') : refused('name')} />
        <TextInput label={text('contacts.role')} maxLength={100} value={row.role} onChange={(event) => set(index, { role: event.currentTarget.value })} error={refused('role')} />
        <TextInput label={text('contacts.phone')} type="tel" maxLength={30} value={row.phone} onChange={(event) => set(index, { phone: event.currentTarget.value })} error={fault === 'reach' ? text('contacts.reachNeeded') : (refused('phone') ?? wholeRow)} />
        <TextInput label={text('contacts.email')} type="email" maxLength={254} value={row.email} onChange={(event) => set(index, { email: event.currentTarget.value })} error={refused('email')} />
      </>
    );
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (request) command.run(request);
  };
  return (
    <Card label={text('contacts.title')}>
      <form onSubmit={send} noValidate>
        <Fieldset variant="unstyled" disabled={command.busy || command.unanswered}>
          <Stack>
            <Title order={2}>{text('contacts.title')}</Title>
            <Text size="sm" c="dimmed">
              {text('contacts.hint')}
            </Text>
            {form.contacts.length === 0 && <Text size="sm">{text('contacts.none')}</Text>}
            {form.contacts.map((row, index) => (
              <Fieldset key={index} legend={row.name || text('contacts.one', { number: index + 1 })}>
                <SimpleGrid cols={{ base: 1, xs: 2 }}>{fieldsOf(index, row)}</SimpleGrid>
                <Button mt="sm" variant="default" size="sm" mih={44} onClick={() => change({ contacts: form.contacts.filter((_, other) => other !== index) })}>
                  {text('contacts.remove')}
                </Button>
              </Fieldset>
            ))}
            <Group>
              <Button variant="default" size="sm" mih={44} disabled={form.contacts.length >= MOST_CONTACTS} onClick={() => change({ contacts: [...form.contacts, EMPTY_CONTACT] })}>
                {text('contacts.add')}
              </Button>
            </Group>
            <Textarea label={text('contacts.access')} description={text('contacts.accessHint')} autosize minRows={2} maxLength={500} value={form.accessNotes} onChange={(event) => change({ accessNotes: event.currentTarget.value })} error={command.fields.accessNotes?.[0]} />
            {tried && !request && <Notice tone="bad" title={text('intake.wrong')} />}
            {command.error?.status === 412 && <Notice tone="warn" retry={{ label: text('retry'), onRetry: refetch }}>{text('intake.stale')}</Notice>}
            {command.error && command.error.status !== 412 && <Notice tone="bad" title={command.error.message} />}
            {command.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
            <Group>
              <Button type="submit" loading={command.busy}>
                {text('contacts.save')}
              </Button>
            </Group>
          </Stack>
        </Fieldset>
      </form>
    </Card>
  );
}
