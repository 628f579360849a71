import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { timePrecisions } from '../../../../../../shared/domain/messages.ts';
import { AppError } from '../../../../../../shared/errors.ts';
import { readHead } from '../chat-head.ts';
import { type ChatFile, type ChatProblem, type ChatRecord, chatProblemKinds, earliestAt } from '../chat-source.ts';
import { openPastedChat, textReaders } from './texts.ts';

const folder = fileURLToPath(new URL('../../../../../../tests/fixtures/chats/texts/', import.meta.url));
const seeds = (readdirSync(folder, { recursive: true }) as string[])
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .map((name) => ({ name, bytes: readFileSync(folder + name) }));
/** Mutations of each file; more in long runs. */
const rounds = Number(process.env.FUZZ_ROUNDS ?? 50);

/** Park–Miller: the same run every time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % Math.max(1, below);
  };
}

function fileOf(path: string, bytes: Buffer): ChatFile {
  return {
    path,
    size: bytes.length,
    sibling: () => null,
    async *stream() {
      yield bytes;
    },
  };
}

interface Outcome {
  format: string;
  records: ChatRecord[];
  problems: ChatProblem[];
}

/** Reads as the app does; null = no reader takes it, or it is refused with a reason. */
async function outcome(name: string, bytes: Buffer): Promise<Outcome | null> {
  const file = fileOf(name, bytes);
  const head = await readHead(file);
  const reader = textReaders.find((one) => one.recognise(head));
  if (!reader) return null;
  try {
    const source = await reader.open(file, head, { date: '2026-11-22' });
    const all: Outcome = { format: source.format, records: [], problems: [] };
    const keys = new Set(source.conversations.map(({ key }) => key));
    for await (const { records, problems, bytesRead } of source.records()) {
      expect(bytesRead).toBeLessThanOrEqual(bytes.length);
      all.records.push(...records);
      all.problems.push(...problems);
    }
    check(all, keys);
    return all;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.category).toBe('file');
    return null;
  }
}

function check({ records, problems }: Outcome, keys: ReadonlySet<string>): void {
  let line = 0;
  for (const record of records) {
    expect(record.line).toBeGreaterThanOrEqual(line);
    line = record.line;
    expect(Number.isSafeInteger(record.at) && record.at >= earliestAt - 86_400_000).toBe(true);
    expect(timePrecisions).toContain(record.precision);
    expect(keys).toContain(record.conversation);
  }
  for (const { problem, text } of problems) {
    expect(chatProblemKinds).toContain(problem);
    expect(text.length).toBeLessThanOrEqual(80);
  }
}

const pieces = [
  '\n',
  '\n\n',
  '\r',
  '\0',
  ' ',
  '\u00A0',
  '  09:12',
  '2026-03-09 07:51:40 ',
  "'",
  ':',
  '(',
  ')',
  '[',
  ']',
  '：',
  '\uFFFD',
  '\u2028',
  '昨天 9:12',
];

function mutate(bytes: Buffer, next: (below: number) => number): Buffer {
  const kind = next(4);
  if (kind === 0) {
    const flipped = Buffer.from(bytes);
    for (let i = next(6) + 1; i > 0; i--) flipped[next(flipped.length)]! ^= 1 << next(8);
    return flipped;
  }
  if (kind === 1) return bytes.subarray(0, next(bytes.length + 1));
  if (kind === 2) {
    const other = seeds[next(seeds.length)]!.bytes;
    return Buffer.concat([bytes.subarray(0, next(bytes.length + 1)), other.subarray(next(other.length + 1))]);
  }
  let text = bytes.toString('utf8');
  for (let i = next(6) + 1; i > 0; i--) {
    const at = next(text.length + 1);
    text = text.slice(0, at) + pieces[next(pieces.length)]! + text.slice(at + next(3));
  }
  return Buffer.from(text);
}

/** Lines that begin a message whatever else the file holds. */
const sureHeaders: Record<string, RegExp> = {
  memotrace2Txt: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} /,
  memotrace3Txt: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?: |$)/,
  weflowTxt: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} '[^'"]*'$/,
  chatlogTxt: /^[^()[\]]+\([^()\s]+\) (?:\d{4}-)?(?:\d{2}-\d{2} )?\d{2}:\d{2}:\d{2}$/,
  wdaTxt: /^\[\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\] /,
  wxcliTxt: /^\[\d{4}-\d{2}-\d{2} \d{2}:\d{2}\] /,
  wechatExporterTxt: /^[^()]+ \(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\):/,
};
const parted = new Set(['memotrace2Txt', 'memotrace3Txt', 'weflowTxt', 'chatlogTxt']);

function headersIn(format: string, text: string): number[] {
  const pattern = sureHeaders[format];
  const lines = text.split(/\r\n|\n|\r/);
  if (!pattern) return [];
  return lines.flatMap((line, at) =>
    pattern.test(line) && (!parted.has(format) || at === 0 || lines[at - 1]!.trim() === '') ? [at + 1] : [],
  );
}

describe('damaged chats kept as text', () => {
  it.each(seeds)('$name: every message ends as a record or a problem', async ({ name, bytes }) => {
    const next = random(bytes.length + 7);
    let read = 0;
    for (let round = 0; round < rounds; round++) {
      const damaged = mutate(bytes, next);
      const found = await outcome(name, damaged);
      if (!found) continue;
      read++;
      const told = new Set([...found.records, ...found.problems].map(({ line }) => line));
      const encodings = Buffer.from(damaged.toString('utf8')).equals(damaged);
      if (encodings) expect(headersIn(found.format, damaged.toString('utf8')).filter((line) => !told.has(line))).toEqual([]);
    }
    expect(read).toBeGreaterThan(name.includes('-ai') ? -1 : 0);
  });

  it.each(seeds)('$name pasted', async ({ bytes }) => {
    const next = random(bytes.length + 11);
    for (let round = 0; round < rounds; round++) {
      try {
        const source = await openPastedChat(mutate(bytes, next).toString('utf8'), Date.parse('2026-11-22T10:00:00+08:00'));
        if (source) for await (const { records } of source.records()) expect(records.every(({ at }) => at > 0)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
    }
  });

  it.each([' ', '(', '李姐 ', '12:00 ', '\u00A0', '[', "'", '下午', '2026-', '转账', '——— '])(
    'one endless line of %j is read without delay',
    async (piece) => {
      const line = piece.repeat(100_000 / piece.length);
      for (const { name, bytes } of seeds) {
        const found = await outcome(name, Buffer.concat([bytes, Buffer.from(`\n\n${line}\n\n${line} 09:12\n`)]));
        expect(found === null || found.records.length + found.problems.length > 0).toBe(true);
      }
    },
  );
});
