import type { MessageKind } from '../../../shared/domain/messages.ts';
import { money } from '../../lib/format.ts';

export type TransferState = 'sent' | 'received' | 'returned' | 'expired';

/** The words of a message taken apart, as far as its kind has parts. All of it is text and nothing but text. */
export interface MessageParts {
  /** what a list shows of it */
  brief: string;
  /** what stands first: the words, the title, the amount */
  main: string;
  /** of a reply: what it answers; `name` may be '' */
  quoted?: { name: string; text: string };
  /** of a link; shown, never opened */
  address?: string;
  /** of a transfer */
  transfer?: { state: TransferState; memo: string };
  /** of a sign-up list or messages sent on: one entry each, with its number where it has one */
  entries?: { no: string; text: string }[];
}

const transferWords: Record<TransferState, string> = { sent: '', received: '已收款', returned: '已退还', expired: '已过期' };
export const transferStateWords = transferWords;

/** Takes a message apart by its kind. Never throws; what does not have the usual form stays as it is. */
export function readParts(kind: MessageKind, text: string): MessageParts {
  if (kind === 'quote') return quoteParts(text);
  if (kind === 'link') return linkParts(text);
  if (kind === 'transfer') return transferParts(text);
  if (kind === 'solitaire') return solitaireParts(text);
  if (kind === 'forward') return forwardParts(text);
  return { brief: text, main: text };
}

function quoteParts(text: string): MessageParts {
  const found = /^([\s\S]*?)(?:^|\n)「引用 ([^\n：]*)：([\s\S]*)」$/.exec(text);
  if (!found) return { brief: text, main: text };
  const main = (found[1] ?? '').trim();
  return { brief: main, main, quoted: { name: found[2] ?? '', text: (found[3] ?? '').trim() } };
}

function linkParts(text: string): MessageParts {
  const last = text.lastIndexOf('\n');
  const address = text.slice(last + 1).trim();
  if (!/^https?:\/\/\S+$/i.test(address)) return { brief: text, main: text };
  const title = last === -1 ? '' : text.slice(0, last).trim();
  return { brief: title || address, main: title, address };
}

function transferParts(text: string): MessageParts {
  const found = /^(已收款|已退还|已过期)?\s*￥(\d+)\.(\d{2})(?:\s+([\s\S]*))?$/.exec(text);
  if (!found) return { brief: text, main: text };
  const state = (Object.keys(transferWords) as TransferState[]).find((key) => transferWords[key] === (found[1] ?? '')) ?? 'sent';
  const amount = money(Number(found[2]) * 100 + Number(found[3]));
  const memo = (found[4] ?? '').trim();
  return { brief: [transferWords[state], amount, memo].filter(Boolean).join(' '), main: amount, transfer: { state, memo } };
}

function solitaireParts(text: string): MessageParts {
  const head: string[] = [];
  const entries: { no: string; text: string }[] = [];
  for (const line of text.split('\n')) {
    const numbered = /^\s*(\d{1,4})\s*[.、．]\s*(.*)$/.exec(line);
    const entry = entries.at(-1);
    if (numbered) entries.push({ no: numbered[1] ?? '', text: numbered[2] ?? '' });
    else if (entry) entry.text = `${entry.text}\n${line}`.trim();
    else head.push(line);
  }
  const main = head.join('\n').trim();
  const title = main.replace(/^#(?:接龙|Group Note)\s*/i, '').trim();
  return entries.length === 0 ? { brief: text, main: text } : { brief: `${title} 共 ${entries.length} 条`.trim(), main: title, entries };
}

function forwardParts(text: string): MessageParts {
  const [main = '', ...lines] = text.split('\n');
  return lines.length === 0 ? { brief: text, main: text } : { brief: main, main, entries: lines.map((line) => ({ no: '', text: line })) };
}
