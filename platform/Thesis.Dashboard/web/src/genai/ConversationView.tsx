import { useState } from 'react';
import { readable } from '../format/text.ts';
import type { PlainKey } from '../language/catalogue.ts';
import { t } from '../language/language.ts';
import { FormattedText } from '../ui/FormattedText.tsx';
import { Icon } from '../ui/Icon.tsx';
import { CopyButton, TextViewer } from '../ui/Values.tsx';
import type { Conversation, Message, Part } from './conversation.ts';

const ROLE_NAMES: Readonly<Record<string, PlainKey>> = { system: 'roleSystem', developer: 'roleSystem', user: 'roleUser', assistant: 'roleAssistant', tool: 'roleTool' };
/** A longer message is cut and opens in a dialog. */
const LONGEST_SHOWN = 1_500;

/** What was said to a model and what it answered, message under message. */
export function ConversationView({ of: { provider, model, tokensIn, tokensOut, toolCount, messages, unreadable } }: { readonly of: Conversation }) {
  const facts = [
    [model, provider].filter(Boolean).join(' · '),
    tokensIn !== null && t('tokensIn', { count: tokensIn }),
    tokensOut !== null && t('tokensOut', { count: tokensOut }),
    toolCount > 0 && t('toolsOffered', { count: toolCount }),
  ].filter(Boolean);
  return (
    <div className="conversation">
      {facts.length > 0 && <ul className="conversation-facts">{facts.map((fact) => <li key={String(fact)}>{fact}</li>)}</ul>}
      {messages.length === 0 && !unreadable && <p className="dim">{t('noContent')}</p>}
      {unreadable && <p className="notice"><Icon name="warning" size={16} /> {t('unreadableMessages')}</p>}
      <ol>
        {messages.map((message, index) => <MessageView key={index} message={message} />)}
      </ol>
    </div>
  );
}

function MessageView({ message }: { readonly message: Message }) {
  const known = ROLE_NAMES[message.role];
  const who = [known ? t(known) : message.role, message.name].filter(Boolean).join(' · ');
  return (
    <li className="turn" data-role={known ? message.role : 'other'}>
      <p className="turn-head">
        <b>{who}</b>
        {message.finish && <span className="dim">{t('finished', { reason: message.finish })}</span>}
      </p>
      {message.parts.map((part, index) => <PartView key={index} part={part} who={who} />)}
    </li>
  );
}

function PartView({ part, who }: { readonly part: Part; readonly who: string }) {
  const [open, setOpen] = useState(false);
  if (part.kind === 'other') return <p className="dim">{t('notText', { type: part.type })}</p>;
  const { form, text: pretty } = readable(part.text);
  const cut = pretty.length > LONGEST_SHOWN;
  const shown = cut ? `${pretty.slice(0, LONGEST_SHOWN)}…` : pretty;
  const head = part.kind === 'call' ? t('toolCall', { name: part.name }) : part.kind === 'result' ? t('toolResult') : part.kind === 'reasoning' ? t('reasoning') : null;
  return (
    <div className="turn-part" data-kind={part.kind}>
      {head && <p className="turn-kind"><Icon name={part.kind === 'reasoning' ? 'help' : 'rebuild'} size={14} /> {head} {'id' in part && part.id && <span className="dim mono">{part.id}</span>}</p>}
      {shown && <div className={form === 'text' ? 'turn-text' : 'turn-text mono'}><FormattedText form={form} text={shown} /></div>}
      <div className="turn-actions">
        {cut && <button type="button" className="inline-button" onClick={() => setOpen(true)}>{t('wholeMessage')}</button>}
        {part.text && <CopyButton text={part.text} label={t('copyMessage')} />}
      </div>
      {open && <TextViewer title={who} text={part.text} onClose={() => setOpen(false)} />}
    </div>
  );
}
