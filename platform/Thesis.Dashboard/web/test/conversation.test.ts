import { describe, expect, test } from 'vitest';
import type { Attributes, LogItem, Span, SpanEvent } from '../src/api/types.ts';
import { tokensOf } from '../src/format/tokens.ts';
import { readable } from '../src/format/text.ts';
import { conversationOf, isGenAi } from '../src/genai/conversation.ts';

const span = (attributes: Attributes, events: readonly SpanEvent[] = []): Span => ({
  spanId: 'b7ad6b7169203331', parentSpanId: null, name: 'chat gpt-4o', kind: 'client', resource: 'assistant', scope: 'openai', startTime: '2026-03-04T05:06:07Z', offsetMs: 0, durationMs: 1840, status: 'unset', attributes, events, links: [],
});
const log = (eventName: string, body: unknown): LogItem => ({ id: eventName, time: '2026-03-04T05:06:07Z', resource: 'assistant', level: 'Information', severity: 9, message: JSON.stringify(body), eventName, attributes: {} });

const CHAT: Attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'gen_ai.usage.input_tokens': 412,
  'gen_ai.usage.output_tokens': '52',
  'gen_ai.tool.definitions': '[{"type":"function","name":"find_ngos"}]',
};

describe('messages in attributes', () => {
  test('are read in order, with instructions, calls of tools, results and why it ended', () => {
    const conversation = conversationOf(span({
      ...CHAT,
      'gen_ai.system_instructions': '[{"type":"text","content":"You place surplus food."}]',
      'gen_ai.input.messages': JSON.stringify([
        { role: 'user', parts: [{ type: 'text', content: 'Where can 40 kg of bread go?' }] },
        { role: 'assistant', parts: [{ type: 'tool_call', id: 'call_1', name: 'find_ngos', arguments: { food: 'bread', kg: 40 } }] },
        { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: '{"ngos":["All Saints"]}' }] },
      ]),
      'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"reasoning","content":"One is open."},{"type":"text","content":"To All Saints."}],"finish_reason":"stop"}]',
    }), []);
    expect(conversation).toEqual({
      provider: 'openai', model: 'gpt-4o-2024-08-06', tokensIn: 412, tokensOut: 52, toolCount: 1, unreadable: false,
      messages: [
        { role: 'system', parts: [{ kind: 'text', text: 'You place surplus food.' }] },
        { role: 'user', parts: [{ kind: 'text', text: 'Where can 40 kg of bread go?' }] },
        { role: 'assistant', parts: [{ kind: 'call', id: 'call_1', name: 'find_ngos', text: '{"food":"bread","kg":40}' }] },
        { role: 'tool', parts: [{ kind: 'result', id: 'call_1', text: '{"ngos":["All Saints"]}' }] },
        { role: 'assistant', parts: [{ kind: 'reasoning', text: 'One is open.' }, { kind: 'text', text: 'To All Saints.' }], finish: 'stop' },
      ],
    });
  });

  test('may be structures instead of text, and pictures are named', () => {
    const messages = [{ role: 'user', parts: [{ type: 'text', content: 'What is this?' }, { type: 'blob', mime_type: 'image/png', modality: 'image', content: 'iVBO' }] }];
    expect(conversationOf(span({ ...CHAT, 'gen_ai.input.messages': messages }), [])?.messages).toEqual([{ role: 'user', parts: [{ kind: 'text', text: 'What is this?' }, { kind: 'other', type: 'blob image/png' }] }]);
  });

  test('that were cut or are of another form are said to be unreadable, and the rest is shown', () => {
    expect(conversationOf(span({ ...CHAT, 'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"te… [cut: 90,000 bytes in all]' }), [])).toMatchObject({ messages: [], unreadable: true });
    expect(conversationOf(span({ ...CHAT, 'gen_ai.input.messages': '[{"role":"user","content":"Hello"},{"what":1},7]' }), [])).toMatchObject({ messages: [{ role: 'user', parts: [{ kind: 'text', text: 'Hello' }] }], unreadable: true });
  });

  test('one for each field, as OpenLLMetry sends them', () => {
    expect(conversationOf(span({ 'gen_ai.system': 'anthropic', 'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.0.content': 'First', 'gen_ai.prompt.10.role': 'user', 'gen_ai.prompt.10.content': 'Last', 'gen_ai.prompt.2.role': 'assistant', 'gen_ai.prompt.2.content': 'Middle', 'gen_ai.completion.0.content': 'Answer', 'gen_ai.completion.0.finish_reason': 'stop', 'gen_ai.usage.prompt_tokens': 3 }), [])).toMatchObject({
      provider: 'anthropic', tokensIn: 3,
      messages: [{ role: 'user', parts: [{ text: 'First' }] }, { role: 'assistant', parts: [{ text: 'Middle' }] }, { role: 'user', parts: [{ text: 'Last' }] }, { role: 'assistant', parts: [{ text: 'Answer' }], finish: 'stop' }],
    });
  });

  test('a tool’s own span shows what it was asked and what it answered', () => {
    expect(conversationOf(span({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'find_ngos', 'gen_ai.tool.call.id': 'call_1', 'gen_ai.tool.call.arguments': '{"kg":40}', 'gen_ai.tool.call.result': '[]' }), [])?.messages).toEqual([
      { role: 'assistant', parts: [{ kind: 'call', name: 'find_ngos', id: 'call_1', text: '{"kg":40}' }] },
      { role: 'tool', parts: [{ kind: 'result', id: 'call_1', text: '[]' }] },
    ]);
  });
});

describe('messages in events', () => {
  test('of the older conventions, each a log entry', () => {
    const logs = [
      log('gen_ai.system.message', { content: 'You place surplus food.' }),
      log('gen_ai.user.message', { content: 'Where?' }),
      log('gen_ai.choice', { index: 0, finish_reason: 'tool_calls', message: { role: 'assistant', tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'find_ngos', arguments: '{"kg":40}' } }] } }),
      log('gen_ai.tool.message', { id: 'call_1', content: 'All Saints' }),
      log('something.else', { content: 'no message' }),
    ];
    expect(conversationOf(span(CHAT), logs)?.messages).toEqual([
      { role: 'system', parts: [{ kind: 'text', text: 'You place surplus food.' }] },
      { role: 'user', parts: [{ kind: 'text', text: 'Where?' }] },
      { role: 'assistant', parts: [{ kind: 'call', name: 'find_ngos', id: 'call_1', text: '{"kg":40}' }], finish: 'tool_calls' },
      { role: 'tool', parts: [{ kind: 'result', id: 'call_1', text: 'All Saints' }] },
    ]);
  });

  test('of the span, in both older forms', () => {
    const at = '2026-03-04T05:06:07Z';
    const events = [
      { name: 'gen_ai.content.prompt', time: at, attributes: { 'gen_ai.prompt': '[{"role":"user","content":"Where?"}]' } },
      { name: 'gen_ai.choice', time: at, attributes: { 'gen_ai.event.content': '{"finish_reason":"stop","message":{"content":"There."}}' } },
    ];
    expect(conversationOf(span({}, events), [])?.messages).toEqual([
      { role: 'user', parts: [{ kind: 'text', text: 'Where?' }] },
      { role: 'assistant', parts: [{ kind: 'text', text: 'There.' }], finish: 'stop' },
    ]);
  });

  test('are not shown twice when the span has the same messages', () => {
    const attributes = { ...CHAT, 'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Where?"}]}]' };
    expect(conversationOf(span(attributes), [log('gen_ai.user.message', { content: 'Where?' })])?.messages).toHaveLength(1);
  });

  test('without contents leave only what is known', () => expect(conversationOf(span(CHAT), [log('gen_ai.user.message', {})])).toMatchObject({ messages: [], unreadable: false, tokensIn: 412 }));
});

test('any other span has no conversation', () => {
  expect(isGenAi(span({ 'http.route': '/orders' }))).toBe(false);
  expect(conversationOf(span({ 'http.route': '/orders' }), [])).toBeNull();
});

describe('colours of formatted text', () => {
  const kinds = (text: string) => tokensOf(readable(text)).filter((token) => token.kind !== 'plain').map((token) => [token.kind, token.text]);

  test('JSON: names, strings, numbers', () => expect(kinds('{"a \\" b": "x: 1", "n": -2.5e3, "t": true}')).toEqual([['name', '"a \\" b"'], ['string', '"x: 1"'], ['name', '"n"'], ['number', '-2.5e3'], ['name', '"t"'], ['number', 'true']]));
  test('XML: tags, attributes, values', () => expect(kinds('<a id="1"><!-- c -->text 5</a>')).toEqual([['mark', '<a'], ['name', 'id'], ['string', '"1"'], ['mark', '>'], ['mark', '<!-- c -->'], ['mark', '</a'], ['mark', '>']]));
  test.each(['{"a":[1,"b"]}', '<a b="c"><d/>x &lt; y</a>', 'plain "text" 1'])('the pieces of %s are the text', (text) => {
    const shown = readable(text);
    expect(tokensOf(shown).map((token) => token.text).join('')).toBe(shown.text);
  });
});
