import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { message } from './answers.ts';
import { TestServer } from './test-server.ts';
import { breaches, openBrowser, settled, visit, type Visit } from './visit.ts';

const standIn = new TestServer();
let browser: Browser;
let base: string;
let charity: Visit;

beforeAll(async () => void ([browser, base] = await Promise.all([openBrowser(), standIn.start()])));
afterAll(async () => {
  await browser.close();
  await standIn.stop();
});
beforeEach(async () => {
  Object.assign(standIn, { user: 'ngo1', down: null, instead: null });
  standIn.calls.length = 0;
  charity = await visit(browser, base, { viewport: { width: 390, height: 844 } });
});
afterEach(() => charity.close());

const POSTS = '/api/v1/chat/conversations/cnv_1/messages';
const posted = () => standIn.calls.filter((call) => call.method === 'POST' && call.path === POSTS);

const live = (number: number, text: string) => ({
  conversationKind: 'order', title: 'Soup', orderId: 'ord_6', region: 'los-angeles',
  message: { messageId: `msg_live${number}`, conversationId: 'cnv_1', number, authorId: 'prs_Dora', authorName: 'Dora', authorPart: 'driver', kind: 'text', text, quick: '', latitude: 0, longitude: 0, commandId: '', postedAt: new Date().toISOString() },
});

it('what is written is seen at once and posted once, although its answer is lost', async () => {
  const { page } = charity;
  await page.goto('/ngo/orders/ord_6');
  await page.getByText('The blue one beside the ramp.').waitFor();
  let lost = 0;
  standIn.instead = ({ method, path }) => (method === 'POST' && path === POSTS && lost++ === 0 ? { status: 503, body: { title: 'Away.' } } : undefined);
  await page.getByLabel('Your message').fill('We are ready.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('Sending…').waitFor();
  await expect.poll(() => posted().length, { timeout: 10_000 }).toBe(2);
  expect(new Set(posted().map((call) => call.key)).size).toBe(1);
  expect(posted().map((call) => (call.body as { commandId: string }).commandId)).toEqual(posted().map((call) => call.key));
  await page.getByText('Sending…').waitFor({ state: 'detached' });
  expect(await page.getByText('We are ready.').count()).toBe(1);
});

it('without a network messages wait on the device, also over a reload, and keep their order', async () => {
  const { page } = charity;
  await page.goto('/messages/cnv_1');
  await settled(page);
  standIn.down = /\/messages$/;
  await page.getByLabel('Your message').fill('One');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'It is ready' }).click();
  await page.getByText('Sending…').nth(1).waitFor();
  standIn.down = null;
  await page.reload();
  // What the reload cut off is sent again under its own id, which posts it once.
  const once = () => [...new Map(posted().map(({ body }) => [(body as { commandId: string }).commandId, body])).values()];
  await expect.poll(once, { timeout: 15_000 }).toMatchObject([{ text: 'One' }, { quick: 'ready' }]);
});

it('what the server refuses stays with its words until the writer decides', async () => {
  const { page } = charity;
  await page.goto('/messages/cnv_1');
  await settled(page);
  standIn.instead = ({ method, path }) => (method === 'POST' && path === POSTS ? { status: 400, body: { title: 'Some fields are not valid.', errors: { text: ['holds a link that is not allowed here'] }, traceId: '0' } } : undefined);
  await page.getByLabel('Your message').fill('https://evil.example');
  await page.getByLabel('Your message').press('Enter');
  await page.getByText('holds a link that is not allowed here').waitFor();
  expect(await breaches(page)).toEqual([]);
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('https://evil.example').waitFor({ state: 'detached' });
});

it('a message that arrives is shown and announced, as text whatever it holds, and is said to be read', async () => {
  const { page, tell, call, faults } = charity;
  await page.goto('/messages/cnv_1');
  await settled(page);
  await page.getByText('The blue one beside the ramp.').waitFor();
  call('Typing', 'cnv_1', 'prs_Dora');
  await page.getByText('Typing: Dora').waitFor();
  tell('user:user-ngo1', 'chat.message.posted', live(8, '<img src=x onerror="document.title=1">'));
  await page.getByRole('status').filter({ hasText: 'Dora writes: <img src=x' }).waitFor({ state: 'attached' });
  await page.locator('.chat-said', { hasText: '<img src=x onerror' }).waitFor();
  expect(await page.locator('.chat-frame img').count()).toBe(0);
  await expect.poll(() => standIn.calls.filter((one) => one.path.endsWith('/read')).at(-1)?.body).toEqual({ upTo: 8 });
  tell('user:user-ngo1', 'chat.message.hidden', { conversationId: 'cnv_1', messageId: 'msg_live8', number: 8 });
  await page.locator('.chat-said', { hasText: '<img src=x onerror' }).waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
});

it('messages that were missed are read anew', async () => {
  const { page, tell } = charity;
  await page.goto('/messages/cnv_1');
  await page.getByText('The blue one beside the ramp.').waitFor();
  standIn.instead = ({ path, method }) => (method === 'GET' && path === POSTS
    ? { body: { items: [message('msg_live9', 9, { text: 'Nine' }), message('msg_live8', 8, { text: 'Eight' })], nextPageToken: null } } : undefined);
  tell('user:user-ngo1', 'chat.message.posted', live(9, 'Nine'));
  await page.getByText('Eight').waitFor();
  expect(await page.getByText('Nine', { exact: true }).count()).toBe(1);
});

it('a message is reported, its author written to alone, and blocked', async () => {
  const { page } = charity;
  await page.goto('/messages/cnv_1');
  await settled(page);
  const menu = page.getByRole('button', { name: 'More about the message of Main Street Market' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Block Main Street Market' }).click();
  await expect.poll(() => standIn.calls.some((call) => call.path.endsWith('/block'))).toBe(true);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Report…' }).click();
  await page.getByRole('dialog').waitFor();
  expect(await breaches(page)).toEqual([]);
  await page.getByLabel('It is dangerous for people or food').check();
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  await expect.poll(() => standIn.calls.find((call) => call.path === '/api/v1/chat/messages/msg_1/report')?.body).toEqual({ cause: 'danger', note: '' });
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Write to Main Street Market alone' }).click();
  await page.waitForURL('**/messages/cnv_3');
});

it('who left reads on and is told why they cannot write', async () => {
  const { page } = charity;
  await page.goto('/messages/cnv_4');
  await page.getByText('You no longer take part.').waitFor();
  expect(await page.getByLabel('Your message').count()).toBe(0);
});

it('words are found, and lead to their conversation', async () => {
  const { page } = charity;
  await page.goto('/messages');
  await page.getByLabel('Search messages').fill('crates');
  await page.getByRole('link', { name: /Six crates/ }).click();
  await page.waitForURL('**/messages/cnv_1');
});

it('the mark in the bar counts unread conversations and follows the hub', async () => {
  const { page, tell } = charity;
  await page.goto('/ngo');
  await page.getByRole('link', { name: 'Messages: 1 unread conversation' }).waitFor();
  standIn.instead = ({ path }) => (path === '/api/v1/chat/unread' ? { body: { conversations: 3, messages: 9 } } : undefined);
  tell('user:user-ngo1', 'chat.message.posted', live(8, 'Hello'));
  await page.getByRole('link', { name: 'Messages: 3 unread conversations' }).waitFor();
});

it('a moderator hides, mutes and bans with a reason, or finds nothing wrong', async () => {
  standIn.user = 'dispatcher';
  const { page } = charity;
  await page.goto('/admin/moderation');
  await settled(page);
  await page.getByText('What was written around it').first().click();
  await page.getByText('Six crates').waitFor();
  await page.getByLabel('Mute the author').first().check();
  await page.getByLabel('Ban the author from this board').check();
  await page.getByLabel('Why? The author reads it.').first().fill('Insults nobody needs.');
  expect(await breaches(page)).toEqual([]);
  await page.getByRole('button', { name: 'Do this' }).first().click();
  const decided = () => standIn.calls.filter((call) => call.path.endsWith('/decide')).map((call) => [call.path, call.body]);
  await expect.poll(decided).toEqual([['/api/v1/chat/reports/rpt_1/decide', { hide: true, muteHours: 24, banHours: 168, reason: 'Insults nobody needs.' }]]);
  await page.getByLabel('Why? The author reads it.').nth(1).fill('It is true.');
  await page.getByRole('button', { name: 'Nothing is wrong' }).nth(1).click();
  await expect.poll(() => decided().at(-1)).toEqual(['/api/v1/chat/reports/rpt_2/decide', { reason: 'It is true.' }]);
});
