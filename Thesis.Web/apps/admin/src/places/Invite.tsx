import { useCommand } from '@thesis/api';
import { createInvitation } from '@thesis/calls';
import { Button, Group, Notice, toast } from '@thesis/ui';
import { NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';

interface Invitation {
  readonly email: string;
  readonly role: string;
}

/** Mails somebody a link by which they begin to act for a donor or a charity. */
export function Invite({ organisation, onDone }: { readonly organisation: string; readonly onDone: () => void }) {
  const text = useText();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('manager');
  const invite = useCommand({
    name: `invite.${organisation}`,
    send: async (body: Invitation, key) => (await createInvitation({ body: { organisation, ...body }, headers: { 'Idempotency-Key': key } })).data,
    onDone: (_, body) => {
      void toast(text('invite.sent', { email: body.email }));
      onDone();
    },
    refreshes: [['invitations']],
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (email.trim() !== '') invite.run({ email: email.trim(), role });
      }}
    >
      <Group align="flex-end" mt="sm">
        <TextInput type="email" label={text('invite.email')} value={email} maxLength={254} error={invite.fields.email?.join(' ')} onChange={(event) => setEmail(event.currentTarget.value)} style={{ flex: '1 1 240px' }} />
        <NativeSelect label={text('invite.role')} value={role} error={invite.fields.role?.join(' ')} data={(['manager', 'staff'] as const).map((value) => ({ value, label: text(`invite.${value}`) }))} onChange={(event) => setRole(event.currentTarget.value)} />
        <Button type="submit" loading={invite.busy} disabled={email.trim() === ''}>{text('invite.send')}</Button>
      </Group>
      {invite.unanswered && <Notice tone="warn">{text('unanswered')}</Notice>}
      {invite.error && <Notice tone="bad">{invite.error.message}</Notice>}
    </form>
  );
}
