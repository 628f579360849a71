import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ChatHead } from '../chat-reader.ts';
import type { ChatFile, ChatRecord, ChatSource } from '../chat-source.ts';
import { encodingOf } from '../stream-text.ts';
import { openPastedChat, textReaders } from './texts.ts';

const refused = new Set(['memotrace2-ai.txt']);
const folder = fileURLToPath(new URL('../../../../../../tests/fixtures/chats/texts/', import.meta.url));

function fileOf(path: string, bytes: Buffer): ChatFile {
  return {
    path,
    size: bytes.length,
    sibling: () => null,
    async *stream() {
      for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
    },
  };
}

async function open(path: string, bytes: Buffer, date: string | null = null): Promise<ChatSource | null> {
  const text = new TextDecoder(encodingOf(bytes, true) === 'utf-16le' ? 'utf-16le' : 'utf-8').decode(bytes);
  const head: ChatHead = { path, bytes, text, json: null };
  const reader = textReaders.find((one) => one.recognise(head));
  return reader ? reader.open(fileOf(path, bytes), head, { date }) : null;
}

const china = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

function shown(one: ChatRecord): string {
  const time = china(one.at).slice(0, { second: 19, minute: 16, day: 10 }[one.precision]);
  const id = one.senderId === null ? '' : `<${one.senderId}>`;
  return [one.line, one.conversation, time, `${one.senderName}${id}`, one.direction ?? '?', one.kind, one.text].join(' | ');
}

async function told(source: ChatSource) {
  const lines: string[] = [];
  for await (const { records, problems } of source.records()) {
    lines.push(...records.map(shown), ...problems.map(({ line, problem, text }) => `${line} ! ${problem} ! ${text}`));
  }
  return {
    format: source.format,
    ownerId: source.ownerId,
    knowsMe: source.knowsMe,
    needs: source.needs ?? null,
    conversations: source.conversations.map(
      ({ key, externalId, name, group, members }) =>
        `${key} | ${externalId} | ${name} | ${group} | ${members.map((one) => `${one.name}${one.externalId ? `<${one.externalId}>` : ''}`).join(', ')}`,
    ),
    lines,
  };
}

const names = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.txt') && !refused.has(name)).sort();
const expected = JSON.parse(readFileSync(`${folder}expected.json`, 'utf8')) as Record<string, Awaited<ReturnType<typeof told>>>;

describe('chats kept as plain text', () => {
  it('have an expectation each', () => {
    expect(
      Object.keys(expected)
        .filter((name) => !name.includes(' copied '))
        .sort(),
    ).toEqual(names);
  });

  it.each(Object.keys(expected))('reads %s as it was written', async (key) => {
    const [name, date = null] = key.split(' copied ');
    const source = await open(name!, readFileSync(folder + name!), date);
    expect(await told(source!)).toEqual(expected[key]);
    // every call reads anew
    expect(await told(source!)).toEqual(expected[key]);
  });

  it.each(names)('reads %s with Windows line ends, a byte order mark and as UTF-16', async (name) => {
    const text = readFileSync(folder + name, 'utf8');
    const before = await told((await open(name, Buffer.from(text)))!);
    expect(await told((await open(name, Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`)))!)).toEqual(before);
    expect(await told((await open(name, Buffer.from(`\uFEFF${text}`, 'utf16le')))!)).toEqual(before);
  });

  it.each([...refused])('says why %s cannot be read', async (name) => {
    await expect(open(name, readFileSync(folder + name))).rejects.toMatchObject({
      kind: 'fileNotUnderstood',
      details: { what: 'chatWithoutTimes' },
    });
  });

  it('keeps U+2028 within a line: it ends none', async () => {
    const text = "2026-03-09 07:51:40 'a\u2028b'\n一\u2028二\n\n2026-03-09 07:52:40 'c'\n三\n";
    expect((await told((await open('a.txt', Buffer.from(text)))!)).lines).toEqual([
      '1 | a | 2026-03-09 07:51:40 | a\u2028b | ? | text | 一\u2028二',
      '4 | a | 2026-03-09 07:52:40 | c | ? | text | 三',
    ]);
  });

  it.each(['', '你好', '姓名,电话\n李姐,13800000001\n', '明天 15:00 开会\n记得来', '# 标题\n\n正文\n', '{"messages":[]}'])(
    'leaves %j alone',
    async (text) => {
      expect(await open('a.txt', Buffer.from(text))).toBeNull();
    },
  );
});

describe('pasted chats', () => {
  const now = Date.parse('2026-11-22T10:00:00+08:00');

  it.each(names)('are read like the file %s', async (name) => {
    const text = readFileSync(folder + name, 'utf8');
    const source = (await openPastedChat(text, now))!;
    const golden = expected[`${name} copied 2026-11-22`] ?? expected[name]!;
    const lines = (list: string[]) =>
      list.map((line) =>
        line
          .split(' | ')
          .filter((_, part) => part !== 1)
          .join(' | '),
      );
    const seen = await told(source);
    expect(lines(seen.lines)).toEqual(lines(golden.lines));
    expect({ format: seen.format, needs: seen.needs }).toEqual({ format: golden.format, needs: golden.needs });
  });

  it('may begin in the middle of a message', async () => {
    const seen = await told((await openPastedChat('的时候\n李姐 昨天 9:12\n早\n橙子铺 昨天 9:13\n到了\n李姐 昨天 9:14\n好', now))!);
    expect(seen.lines).toEqual([
      '2 | 粘贴的聊天 | 2026-11-21 09:12 | 李姐 | ? | text | 早',
      '4 | 粘贴的聊天 | 2026-11-21 09:13 | 橙子铺 | ? | text | 到了',
      '6 | 粘贴的聊天 | 2026-11-21 09:14 | 李姐 | ? | text | 好',
      '1 ! unknownShape ! 的时候',
    ]);
  });

  it('count from another day when somebody says so', async () => {
    const source = await openPastedChat('李姐 12月31日 9:12\n早\n李姐 昨天 9:12\n好', now, '2026-01-03');
    expect((await told(source!)).lines.map((line) => line.split(' | ')[2])).toEqual(['2025-12-31 09:12', '2026-01-02 09:12']);
  });

  it('without times are refused, and other words are no chat', async () => {
    await expect(openPastedChat('李姐:\n早\n\n橙子铺:\n到了\n\n李姐:\n好\n', now)).rejects.toMatchObject({
      details: { what: 'chatWithoutTimes' },
    });
    expect(await openPastedChat('今天的橙子很好', now)).toBeNull();
  });
});
