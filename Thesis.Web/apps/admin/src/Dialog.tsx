import { Button, Group, Stack, Title } from '@thesis/ui';
import { Modal } from '@thesis/ui/data';
import type { ReactNode } from 'react';
import { useText } from './text.ts';

interface DialogProps {
  readonly title: string;
  readonly size?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog over the page; Escape closes it. */
export function Dialog({ title, size = 'md', onClose, children }: DialogProps) {
  const text = useText();
  return (
    <Modal.Root opened onClose={onClose} size={size}>
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body>
          <Stack>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Title order={2}>{title}</Title>
              <Button variant="default" onClick={onClose} style={{ flex: 'none' }}>
                {text('close')}
              </Button>
            </Group>
            {children}
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
