import type { DonationResponse } from '@thesis/calls';
import { Link, useFormats } from '@thesis/portal';
import { useRegion } from '@thesis/region';
import { Anchor, Box, Button, Card, Group, StatusBadge, Text } from '@thesis/ui';
import { useText } from '../text.ts';
import { amountOf } from './amount.ts';
import { statusOf, TONES } from './status.ts';

/** A donation in a list: what, where, when, and how much of it is placed. */
export function DonationCard({ donation }: { readonly donation: DonationResponse }) {
  const text = useText();
  const region = useRegion(donation.place.region).data;
  const formats = useFormats(region?.timeZone);
  const status = statusOf(donation);
  const placed = donation.reservedKg + donation.deliveredKg;
  return (
    <Card>
      <Group justify="space-between" align="flex-start">
        <Box>
          <Anchor component={Link} href={`/donor/donations/${donation.id}`} fw={700} fz="lg">
            {donation.title}
          </Anchor>
          <Text size="sm" c="dimmed">
            {donation.donorName} · {formats.span(donation.pickupFrom, donation.pickupUntil)}
          </Text>
          <Text size="sm" mt={4}>
            {status === 'draft' ? amountOf(donation, formats, text) : text('donations.placed', { placed: formats.weight(placed), total: formats.weight(donation.quantityKg) })}
          </Text>
        </Box>
        <Group gap="xs">
          <StatusBadge tone={TONES[status]}>{text(`status.${status}`)}</StatusBadge>
          {status === 'draft' ? (
            <Button component={Link} href={`/donor/donations/${donation.id}/edit`} variant="default" aria-label={`${text('detail.edit')}: ${donation.title}`}>
              {text('detail.edit')}
            </Button>
          ) : (
            <Button component={Link} href={`/donor/post?like=${donation.id}`} variant="default" aria-label={`${text('donations.repeat')}: ${donation.title}`}>
              {text('donations.repeat')}
            </Button>
          )}
        </Group>
      </Group>
    </Card>
  );
}
