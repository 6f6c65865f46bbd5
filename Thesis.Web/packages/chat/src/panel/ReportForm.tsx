import { useCommand } from '@thesis/api';
import { reportMessage } from '@thesis/calls';
import { Button, Group, Notice, Stack, Text, Title, toast } from '@thesis/ui';
import { Modal } from '@thesis/ui/data';
import { Radio, Textarea } from '@thesis/ui/forms';
import { useState } from 'react';
import type { Shown } from '../message.ts';
import { useChatText } from '../text.ts';
import { Said } from './MessageList.tsx';

const CAUSES = ['spam', 'abuse', 'danger', 'other'] as const;
type Cause = (typeof CAUSES)[number];

/** Shows a message to the moderators. */
export default function ReportForm({ message, onClose }: { readonly message: Shown; readonly onClose: () => void }) {
  const text = useChatText();
  const [cause, setCause] = useState<Cause>('abuse');
  const [note, setNote] = useState('');
  const report = useCommand({
    name: `chat.report.${message.id}`,
    send: async (body: { readonly cause: Cause; readonly note: string }, key) => void (await reportMessage({ path: { id: message.id }, body, headers: { 'Idempotency-Key': key } })),
    onDone: () => {
      void toast(text('report.done'));
      onClose();
    },
  });
  return (
    <Modal.Root opened onClose={onClose}>
      <Modal.Overlay />
      <Modal.Content aria-label={text('report.title')}>
        <Modal.Body pt="md">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              report.run({ cause, note });
            }}
          >
            <Stack>
              <Title order={2}>{text('report.title')}</Title>
              <div className="chat-bubble"><Said message={message} /></div>
              <Text size="sm" c="dimmed">{text('report.lead')}</Text>
              <Radio.Group label={text('report.cause')} value={cause} onChange={(value) => setCause(value as Cause)}>
                <Stack gap={4} mt="xs">
                  {CAUSES.map((one) => <Radio key={one} value={one} label={text(`report.${one}`)} styles={{ body: { minHeight: 36, alignItems: 'center' } }} />)}
                </Stack>
              </Radio.Group>
              <Textarea label={text('report.note')} maxLength={500} autosize minRows={2} value={note} error={report.fields.note?.join(' ')} onChange={(event) => setNote(event.currentTarget.value)} />
              {report.error && <Notice tone="bad">{report.error.message}</Notice>}
              <Group justify="flex-end">
                <Button variant="default" onClick={onClose}>{text('cancel')}</Button>
                <Button type="submit" loading={report.busy}>{text('report.send')}</Button>
              </Group>
            </Stack>
          </form>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
