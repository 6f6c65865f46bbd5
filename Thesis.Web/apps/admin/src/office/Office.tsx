import { Link, useUser } from '@thesis/portal';
import { Card, Screen, SimpleGrid, Stack, Text, Title } from '@thesis/ui';
import { useText } from '../text.ts';

const EVERYBODY = [['strategies', '/admin/strategies'], ['figures', '/admin/figures'], ['import', '/admin/import'], ['regions', '/admin/regions'], ['moderation', '/admin/moderation']] as const;
const ADMINS = [['people', '/admin/people'], ['messages', '/admin/messages'], ['audit', '/admin/audit'], ['performance', '/admin/performance']] as const;

/** What there is besides the board, the map, the runs and the places. */
export default function Office() {
  const text = useText();
  const isAdmin = useUser().roles.includes('admin');
  return (
    <Screen title={text('office.title')} width={1000}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {[...EVERYBODY, ...(isAdmin ? ADMINS : [])].map(([name, path]) => (
          <li key={name}>
            <Link href={path} className="order-link">
              <Card h="100%">
                <Stack gap={4}>
                  <Title order={2}>{text(`office.${name}`)}</Title>
                  <Text c="dimmed">{text(`office.${name}Hint`)}</Text>
                </Stack>
              </Card>
            </Link>
          </li>
        ))}
      </SimpleGrid>
    </Screen>
  );
}
