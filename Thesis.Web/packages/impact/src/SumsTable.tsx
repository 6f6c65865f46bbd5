import type { ImpactResponse } from '@thesis/calls';
import { useFormats } from '@thesis/portal';
import { Box, Title } from '@thesis/ui';
import { Table } from '@thesis/ui/data';
import { mealsOf, type Sum } from './add-up.ts';
import { useImpactText } from './text.ts';

interface SumsTableProps {
  readonly title: string;
  readonly sums: readonly Sum[];
  readonly nameOf: (sum: Sum) => string;
  readonly figures: Pick<ImpactResponse, 'kgPerMeal' | 'co2eKgPerKg'>;
}

/** Sums side by side; the bars say at a glance what the numbers say exactly. */
export function SumsTable({ title, sums, nameOf, figures }: SumsTableProps) {
  const text = useImpactText();
  const formats = useFormats();
  const most = Math.max(...sums.map((sum) => sum.kg));
  const end = { textAlign: 'end', fontVariantNumeric: 'tabular-nums' } as const;
  return (
    <Box>
      <Title order={2} mb="xs">
        {title}
      </Title>
      <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': title } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('what')}</Table.Th>
              <Table.Th aria-hidden="true" w="25%" visibleFrom="sm" />
              <Table.Th style={end}>{text('delivered')}</Table.Th>
              <Table.Th style={end}>{text('meals')}</Table.Th>
              <Table.Th style={end}>{text('co2')}</Table.Th>
              <Table.Th style={end}>{text('deliveries')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sums.map((sum) => (
              <Table.Tr key={sum.key}>
                <Table.Td>{nameOf(sum)}</Table.Td>
                <Table.Td aria-hidden="true" visibleFrom="sm">
                  <Box h={10} w={`${Math.max(2, (100 * sum.kg) / most)}%`} bg="var(--mantine-primary-color-filled)" style={{ borderRadius: 3 }} />
                </Table.Td>
                <Table.Td style={end}>{formats.weight(sum.kg)}</Table.Td>
                <Table.Td style={end}>{formats.number(mealsOf(sum.kg, figures))}</Table.Td>
                <Table.Td style={end}>{formats.weight(sum.kg * figures.co2eKgPerKg)}</Table.Td>
                <Table.Td style={end}>{formats.number(sum.deliveries)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Box>
  );
}
