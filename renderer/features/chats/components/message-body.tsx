import { memo, type ReactNode } from 'react';
import type { Message } from '../../../../shared/contracts/chats.ts';
import type { MessageKind } from '../../../../shared/domain/messages.ts';
import { count } from '../../../lib/format.ts';
import { placesOf } from '../mark.ts';
import { readParts, transferStateWords } from '../message-parts.ts';
import { kindWords } from '../words.ts';
import { KindIcon } from './kind-icon.tsx';
import { Marked } from './marked.tsx';

/** longer texts are folded */
const longText = 1200;
const manyEntries = 40;

interface BodyProps {
  message: Pick<Message, 'kind' | 'text' | 'direction'>;
  /** what is searched for: marked wherever it stands */
  wanted: string;
  unfolded: boolean;
  onUnfold: () => void;
}

function Words({ text, wanted, unfolded, onUnfold }: { text: string; wanted: string; unfolded: boolean; onUnfold: () => void }) {
  const folded = !unfolded && text.length > longText;
  const shown = folded ? `${text.slice(0, longText)}…` : text;
  return (
    <>
      <span className="message-words">
        <Marked text={shown} places={placesOf(shown, wanted)} />
      </span>
      {folded && (
        <button type="button" className="link-button message-unfold" onClick={onUnfold}>
          展开全文（{count(text.length)} 字）
        </button>
      )}
    </>
  );
}

/** A picture, a file, a link and their like: a sign, the word for it, and what the file told of it. */
function Card({ kind, label, children }: { kind: MessageKind; label?: string; children?: ReactNode }) {
  return (
    <span className="message-card">
      <KindIcon kind={kind} size={18} />
      <span className="message-card-text">
        <small>{label ?? kindWords[kind]}</small>
        {children}
      </span>
    </span>
  );
}

function Entries({ entries, wanted, unfolded, onUnfold }: { entries: { no: string; text: string }[] } & Omit<BodyProps, 'message'>) {
  const shown = unfolded ? entries : entries.slice(0, manyEntries);
  return (
    <>
      <ol className="message-entries">
        {shown.map((entry, at) => (
          <li key={at}>
            {entry.no !== '' && <b>{entry.no}</b>}
            <span>
              <Marked text={entry.text} places={placesOf(entry.text, wanted)} />
            </span>
          </li>
        ))}
      </ol>
      {shown.length < entries.length && (
        <button type="button" className="link-button message-unfold" onClick={onUnfold}>
          展开全部 {count(entries.length)} 条
        </button>
      )}
    </>
  );
}

/** Everything an export can carry, readable. All of it is text: links are shown, not followed. */
export const MessageBody = memo(function MessageBody({ message, ...rest }: BodyProps) {
  const { kind, text } = message;
  const { wanted } = rest;
  const parts = readParts(kind, text);
  const words = (shown: string) => shown !== '' && <Words text={shown} {...rest} />;
  if (kind === 'text') return text === '' ? <span className="message-none">空白消息</span> : <Words text={text} {...rest} />;
  if (kind === 'quote')
    return (
      <>
        {words(parts.main)}
        {parts.quoted && (
          <blockquote className="message-quote">
            {parts.quoted.name !== '' && <b>{parts.quoted.name}：</b>}
            <Marked text={parts.quoted.text.slice(0, longText)} places={placesOf(parts.quoted.text.slice(0, longText), wanted)} />
          </blockquote>
        )}
      </>
    );
  if (parts.transfer)
    return (
      <Card kind={kind} label={[kindWords.transfer, transferStateWords[parts.transfer.state]].filter(Boolean).join(' · ')}>
        <strong className="message-amount">{parts.main}</strong>
        {words(parts.transfer.memo)}
      </Card>
    );
  return (
    <Card kind={kind} {...(parts.entries ? { label: `${kindWords[kind]} · ${count(parts.entries.length)} 条` } : {})}>
      {words(parts.main)}
      {parts.address && (
        <span className="message-address">
          <Marked text={parts.address} places={placesOf(parts.address, wanted)} />
        </span>
      )}
      {parts.entries && <Entries entries={parts.entries} {...rest} />}
    </Card>
  );
});
