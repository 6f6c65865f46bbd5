import type { Attributes, LogItem, Span, SpanEvent } from '../api/types.ts';
import { textOf } from '../format/text.ts';

/** A piece of a message, as OpenTelemetry's conventions for generative AI have them. */
export type Part =
  | { readonly kind: 'text' | 'reasoning'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string; readonly id: string; readonly text: string }
  | { readonly kind: 'result'; readonly id: string; readonly text: string }
  | { readonly kind: 'other'; readonly type: string };

export interface Message {
  readonly role: string;
  readonly name?: string;
  readonly parts: readonly Part[];
  /** Why the model stopped: stop, length, tool_calls. */
  readonly finish?: string;
}

/** What was said to a model and what it answered, in one span. */
export interface Conversation {
  readonly provider: string | null;
  readonly model: string | null;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  readonly toolCount: number;
  readonly messages: readonly Message[];
  /** Whether there are messages in a form that is not known here. */
  readonly unreadable: boolean;
}

const PREFIX = 'gen_ai.';

export const isGenAi = (span: Span): boolean => Object.keys(span.attributes).some((name) => name.startsWith(PREFIX)) || span.events.some((event) => event.name.startsWith(PREFIX));

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** An attribute as a value: exporters send structures as they are or as JSON text. Undefined when the text is not whole. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function partOf(value: unknown): Part | null {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (!isObject(value)) return null;
  const type = textOf(value['type']);
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return { kind: 'text', text: textOf(value['content'] ?? value['text']) };
    case 'reasoning':
    case 'thinking':
      return { kind: 'reasoning', text: textOf(value['content'] ?? value['thinking']) };
    case 'tool_call':
    case 'tool_use':
      return { kind: 'call', name: textOf(value['name']), id: textOf(value['id']), text: textOf(value['arguments'] ?? value['input']) };
    case 'tool_call_response':
    case 'tool_result':
      return { kind: 'result', id: textOf(value['id'] ?? value['tool_use_id']), text: textOf(value['response'] ?? value['result'] ?? value['content']) };
    case '':
      return 'content' in value ? { kind: 'text', text: textOf(value['content']) } : null;
    default:
      return { kind: 'other', type: [type, textOf(value['mime_type'] ?? value['modality'])].filter(Boolean).join(' ') };
  }
}

const partsOf = (value: unknown): readonly Part[] => (Array.isArray(value) ? value.flatMap((one) => partOf(one) ?? []) : value === undefined || value === null || value === '' ? [] : [partOf(value) ?? { kind: 'text', text: textOf(value) }]);

/** A call of a function as the older conventions and OpenAI's own messages have it. */
function callOf(value: unknown): Part | null {
  if (!isObject(value)) return null;
  const target = isObject(value['function']) ? value['function'] : value;
  return { kind: 'call', name: textOf(target['name']), id: textOf(value['id']), text: textOf(target['arguments']) };
}

/** A message in today's form (parts) or the older one (content and tool_calls). Null when it is neither. */
function messageOf(value: unknown, role: string): Message | null {
  if (!isObject(value)) return null;
  const who = textOf(value['role']) || role;
  const finish = textOf(value['finish_reason']);
  const name = textOf(value['name']);
  const rest = { ...(finish ? { finish } : {}), ...(name ? { name } : {}) };
  if (Array.isArray(value['parts'])) return { role: who, parts: partsOf(value['parts']), ...rest };
  if (!('content' in value) && !('tool_calls' in value)) return null;
  const content = who === 'tool' ? [{ kind: 'result', id: textOf(value['id'] ?? value['tool_call_id']), text: textOf(value['content']) } satisfies Part] : partsOf(value['content']);
  return { role: who, parts: [...content, ...listOf(value['tool_calls']).flatMap((one) => callOf(one) ?? [])], ...rest };
}

interface Read {
  readonly messages: readonly Message[];
  readonly unreadable: boolean;
}

const NOTHING: Read = { messages: [], unreadable: false };
const joined = (...all: readonly Read[]): Read => ({ messages: all.flatMap((one) => one.messages), unreadable: all.some((one) => one.unreadable) });

/** A list of messages in an attribute. */
function messagesIn(attributes: Attributes, name: string, role: string): Read {
  if (!(name in attributes)) return NOTHING;
  const list = parsed(attributes[name]);
  if (!Array.isArray(list)) return { messages: [], unreadable: true };
  const messages = list.map((one: unknown) => messageOf(one, role));
  return { messages: messages.filter((one) => one !== null), unreadable: messages.includes(null) };
}

/** Today's attributes, on a span or on an event of it. */
function current(attributes: Attributes): Read {
  const instructions = 'gen_ai.system_instructions' in attributes ? parsed(attributes['gen_ai.system_instructions']) : undefined;
  const system = instructions === undefined ? [] : partsOf(instructions);
  return joined(
    { messages: system.length > 0 ? [{ role: 'system', parts: system }] : [], unreadable: 'gen_ai.system_instructions' in attributes && instructions === undefined },
    messagesIn(attributes, 'gen_ai.input.messages', 'user'),
    messagesIn(attributes, 'gen_ai.output.messages', 'assistant'),
  );
}

const ROLES: Readonly<Record<string, string>> = {
  'gen_ai.system.message': 'system',
  'gen_ai.user.message': 'user',
  'gen_ai.assistant.message': 'assistant',
  'gen_ai.tool.message': 'tool',
  'gen_ai.choice': 'assistant',
};

/** An event for each message, the form until version 1.36: in the body of a log entry, or in attributes of a span's event. */
function fromEvent(name: string, body: unknown): Read {
  const role = ROLES[name];
  if (!role) return NOTHING;
  if (!isObject(body)) return { messages: [], unreadable: true };
  const inside = isObject(body['message']) ? { ...body['message'], finish_reason: body['finish_reason'] } : body;
  const message = messageOf(inside, role);
  // Without content captured an event may carry nothing but its role.
  return { messages: message ? [message] : [], unreadable: false };
}

function fromSpanEvent(event: SpanEvent): Read {
  const { name, attributes } = event;
  if (name === 'gen_ai.client.inference.operation.details') return current(attributes);
  if (name === 'gen_ai.content.prompt') return messagesIn(attributes, 'gen_ai.prompt', 'user');
  if (name === 'gen_ai.content.completion') return messagesIn(attributes, 'gen_ai.completion', 'assistant');
  const content = attributes['gen_ai.event.content'];
  if (content !== undefined) return fromEvent(name, parsed(content));
  const message = parsed(attributes['message']);
  return fromEvent(name, { ...attributes, tool_calls: parsed(attributes['tool_calls']), ...(isObject(message) ? { message } : {}) });
}

function fromLog(log: LogItem): Read {
  const name = log.eventName ?? textOf(log.attributes['event.name']);
  if (name === 'gen_ai.client.inference.operation.details') return current(log.attributes);
  return fromEvent(name, parsed(log.message));
}

const NUMBERED = /^gen_ai\.(prompt|completion)\.(\d+)\.(role|content|finish_reason)$/;

/** One attribute for each field of each message, as OpenLLMetry sends them. */
function numbered(attributes: Attributes): Read {
  const found = new Map<string, Record<string, unknown>>();
  for (const [name, value] of Object.entries(attributes)) {
    const [, side, index, field] = NUMBERED.exec(name) ?? [];
    if (!side || !index || !field) continue;
    const key = `${side === 'prompt' ? 0 : 1} ${index.padStart(6, '0')}`;
    found.set(key, { ...found.get(key), [field]: value });
  }
  const ordered = [...found].sort(([a], [b]) => a.localeCompare(b));
  return { messages: ordered.flatMap(([key, value]) => messageOf({ content: '', ...value }, key.startsWith('0') ? 'user' : 'assistant') ?? []), unreadable: false };
}

/** The call of a tool, which is a span of its own. */
function toolRun(attributes: Attributes): Read {
  if (attributes['gen_ai.operation.name'] !== 'execute_tool') return NOTHING;
  const [name, id] = [textOf(attributes['gen_ai.tool.name']), textOf(attributes['gen_ai.tool.call.id'])];
  const [asked, answered] = [attributes['gen_ai.tool.call.arguments'], attributes['gen_ai.tool.call.result']];
  return {
    messages: [
      ...(asked === undefined ? [] : [{ role: 'assistant', parts: [{ kind: 'call', name, id, text: textOf(asked) } satisfies Part] }]),
      ...(answered === undefined ? [] : [{ role: 'tool', parts: [{ kind: 'result', id, text: textOf(answered) } satisfies Part] }]),
    ],
    unreadable: false,
  };
}

function numberIn(attributes: Attributes, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = attributes[name];
    const number = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
    if (Number.isFinite(number)) return number;
  }
  return null;
}

/** Reads the conversation of a span; null for a span that has nothing to do with a model. */
export function conversationOf(span: Span, logs: readonly LogItem[]): Conversation | null {
  if (!isGenAi(span)) return null;
  const { attributes } = span;
  const own = joined(current(attributes), numbered(attributes), toolRun(attributes));
  // The same messages may be sent as attributes and as events: one of the two is enough.
  const read = own.messages.length > 0 ? own : joined(own, ...span.events.map(fromSpanEvent), ...logs.map(fromLog));
  return {
    provider: textOf(attributes['gen_ai.provider.name'] ?? attributes['gen_ai.system']) || null,
    model: textOf(attributes['gen_ai.response.model'] ?? attributes['gen_ai.request.model']) || null,
    tokensIn: numberIn(attributes, 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
    tokensOut: numberIn(attributes, 'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
    toolCount: listOf(parsed(attributes['gen_ai.tool.definitions'])).length,
    ...read,
  };
}
