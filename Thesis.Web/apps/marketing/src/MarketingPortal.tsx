import { Card, Screen, SimpleGrid, Text, Title } from '@thesis/ui';
import { useText } from './text.ts';

/** What thesis is, for somebody who comes by. */
export function MarketingPortal() {
  const text = useText();
  return (
    <Screen title={text('title')} lead={text('lead')}>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {(['donors', 'charities', 'drivers'] as const).map((who) => (
          <Card key={who}>
            <Title order={2}>{text(`${who}.title`)}</Title>
            <Text>{text(`${who}.body`)}</Text>
          </Card>
        ))}
      </SimpleGrid>
    </Screen>
  );
}
