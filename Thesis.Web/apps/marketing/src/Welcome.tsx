import type { Text as Words } from '@thesis/i18n';
import { Box, Button, Card, Group, Screen, SimpleGrid, Stack, Text, Title } from '@thesis/ui';
import type en from './messages/en.json';

const STEPS = ['post', 'place', 'carry', 'count'] as const;
const ROLES = ['donors', 'charities', 'drivers', 'dispatchers'] as const;
const POINTS = ['one', 'two', 'three'] as const;

/** What thesis is, for somebody who comes by. Also written into the page when it is built, for those without JavaScript. */
export function Welcome({ text }: { readonly text: Words<typeof en> }) {
  const signIn = (
    <Button component="a" href="/bff/login?returnUrl=%2F" size="lg">
      {text('signIn')}
    </Button>
  );
  return (
    <Screen title={text('title')} lead={text('lead')} width={1080}>
      <Group>
        {signIn}
        <Button component="a" href="#how" variant="default" size="lg">
          {text('more')}
        </Button>
      </Group>
      <Stack component="section" id="how" aria-labelledby="how-title">
        <Title order={2} id="how-title">
          {text('how.title')}
        </Title>
        <SimpleGrid component="ol" cols={{ base: 1, xs: 2, md: 4 }} m={0} p={0} style={{ listStyle: 'none' }}>
          {STEPS.map((step, index) => (
            <li key={step}>
              <Card h="100%">
                <Title order={3}>
                  {index + 1}. {text(`how.${step}`)}
                </Title>
                <Text>{text(`how.${step}Body`)}</Text>
              </Card>
            </li>
          ))}
        </SimpleGrid>
      </Stack>
      <Stack component="section" aria-labelledby="roles-title">
        <Title order={2} id="roles-title">
          {text('roles.title')}
        </Title>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          {ROLES.map((who) => (
            <Card key={who}>
              <Title order={3}>{text(`${who}.title`)}</Title>
              <Text c="dimmed">{text(`${who}.body`)}</Text>
              <Box component="ul" my="xs" ps="md">
                {POINTS.map((point) => <li key={point}>{text(`${who}.${point}`)}</li>)}
              </Box>
            </Card>
          ))}
        </SimpleGrid>
      </Stack>
      <Card>
        <Group justify="space-between">
          <Box maw={560}>
            <Title order={2}>{text('join.title')}</Title>
            <Text>{text('join.body')}</Text>
          </Box>
          <Button component="a" href="/account/sign-up" size="lg" variant="default">
            {text('join.signUp')}
          </Button>
        </Group>
      </Card>
    </Screen>
  );
}
