import type { MessageDirection, MessageKind } from '../../../shared/domain/messages.ts';
import { messageKindWords } from '../../../shared/domain/words.ts';
import { html } from '../../platform/files/html-text.ts';
import { localTime } from './friends-export.ts';

/** The beginning of the page, with the portrait. It runs no script and loads nothing, whatever stands in it. */
export function pageHead(name: string, facts: readonly [string, string][], now: number): string {
  const list = facts.map(([word, text]) => `<dt>${html(word)}</dt><dd>${html(text)}</dd>`).join('\n');
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${html(name)}</title>
<style>
:root { color-scheme: light; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.6 system-ui, sans-serif; color: #222; }
h1 { margin-bottom: 0; } h2 { margin-top: 2rem; border-bottom: 1px solid #ddd; } small { color: #5c5c5c; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: #5c5c5c; } dd { margin: 0; }
dd, p { white-space: pre-wrap; overflow-wrap: anywhere; } .entry { padding: .5rem 0; border-bottom: 1px solid #eee; }
.message { margin: .3rem 0; padding: .3rem .7rem; border-radius: .5rem; background: #f4f4f4; width: fit-content; max-width: 85%; }
.out { margin-left: auto; background: #e2f4dd; } .system { margin-inline: auto; background: none; color: #5c5c5c; } .message p { margin: 0; }
</style>
</head>
<body>
<h1>${html(name)}</h1>
<p><small>铁粉簿导出，${localTime(now)}</small></p>
<dl>
${list}
</dl>
`;
}

/** A heading with its entries; nothing for an empty list. */
export function pageSection(title: string, entries: readonly (readonly [string, string][])[]): string {
  if (entries.length === 0) return '';
  const list = entries.map((cells) => {
    const facts = cells.map(([word, text]) => `<dt>${html(word)}</dt><dd>${html(text)}</dd>`).join('');
    return `<dl class="entry">${facts}</dl>`;
  });
  return `<h2>${html(title)}</h2>\n${list.join('\n')}\n`;
}

/** Kinds whose words say everything. */
const spoken = new Set<MessageKind>(['text', 'quote', 'system', 'recall', 'pat']);

interface PageMessage {
  /** local time, as exactly as the file knew it */
  at: string;
  direction: MessageDirection;
  kind: MessageKind;
  text: string;
}

/** Messages; `title` begins a conversation, null goes on with the one before. */
export function pageMessages(title: string | null, messages: readonly PageMessage[]): string {
  const head = title === null ? '' : `<h2>聊天：${html(title)}</h2>\n`;
  const lines = messages.map(({ at, direction, kind, text }) => {
    const words = [spoken.has(kind) ? '' : `[${messageKindWords[kind]}]`, text].filter(Boolean).join(' ');
    return `<div class="message ${direction}"><small>${html(at)}</small><p>${html(words)}</p></div>`;
  });
  return `${head}${lines.join('\n')}\n`;
}

export const pageEnd = '</body>\n</html>\n';
