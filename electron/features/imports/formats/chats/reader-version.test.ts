import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { everyType } from '../../../../../tests/fixtures/chats/every-type.ts';
import { chatFile, samples } from '../../../../../tests/fixtures/chats/tables/files.ts';
import { sheetSamples } from '../../../../../tests/fixtures/chats/tables/sheets.ts';
import { inlineRows, writeWorkbook } from '../../../../../tests/fixtures/contacts/zip-writer.ts';
import { chatReaderVersion } from './chat-reader.ts';
import type { ChatFile } from './chat-source.ts';
import { chatReaders, openChat } from './open-chat.ts';

const folder = fileURLToPath(new URL('../../../../../tests/fixtures/chats/', import.meta.url));
/** What was read of each input by the readers of one version: SHA-256 of the input by SHA-256 of what it said. */
const kept = `${folder}readings.json`;
interface Readings {
  version: number;
  /** by name; `of` and `said` = the first 16 hex digits of a SHA-256 */
  inputs: Record<string, { of: string; said: string }>;
}

const digest = (data: string | Buffer) => createHash('sha256').update(data).digest('hex').slice(0, 16);

/** A file below the fixtures, with the others beside it. */
function fixtureFile(below: string, path: string): ChatFile {
  const bytes = readFileSync(`${folder}${below}/${path}`);
  return { ...chatFile(path, bytes), sibling: (other) => (existsSync(`${folder}${below}/${other}`) ? fixtureFile(below, other) : null) };
}

const filesBelow = (below: string) =>
  (readdirSync(`${folder}${below}`, { recursive: true }) as string[])
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(json|jsonl|js|txt)$/.test(path) && path !== 'expected.json')
    .map((path): [string, ChatFile] => [`${below}/${path}`, fixtureFile(below, path)]);

const workbook = (sheets: Record<string, string[][]>) =>
  writeWorkbook({ sheets: Object.fromEntries(Object.entries(sheets).map(([name, rows]) => [name, inlineRows(rows)])) });

const inputs: [name: string, file: ChatFile][] = [
  ...filesBelow('json'),
  ...filesBelow('texts'),
  ...Object.entries(samples).map(([name, { path, content }]): [string, ChatFile] => [`samples/${name}`, chatFile(path, content)]),
  ...Object.entries(sheetSamples).map(([name, { path, sheets }]): [string, ChatFile] => [
    `sheets/${name}`,
    chatFile(path, workbook(sheets)),
  ]),
  ...Object.entries(everyType).map(([name, { path, content }]): [string, ChatFile] => [`every type/${name}`, chatFile(path, content)]),
];

async function bytesOf(file: ChatFile): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of file.stream()) pieces.push(piece);
  return Buffer.concat(pieces);
}

const read = new Set<string>();
/** All that is kept of a file: who, when, what, and what could not be read. */
async function readingOf(file: ChatFile): Promise<string> {
  const said: unknown[] = [];
  try {
    const source = await openChat(file, { date: '2026-03-09' });
    if (!source) return 'no chat';
    read.add(source.format);
    for await (const { records, problems, damagedIds } of source.records()) said.push(records, problems, damagedIds ?? 0);
    const { format, ownerId, knowsMe, needs, conversations } = source;
    said.push({ format, ownerId, knowsMe, needs, conversations });
  } catch (error) {
    said.push(String(error));
  }
  return JSON.stringify(said);
}

/**
 * A file that was imported is known by its bytes when it comes again, and not read: right only while the readers read it as they did.
 * `TIEFEN_NEW_READINGS=1` keeps what is read now: of new inputs, or of all once `chatReaderVersion` was raised.
 */
it('no reader reads an input otherwise than before, as long as the version of the readers is the same', async () => {
  const now: Readings = { version: chatReaderVersion, inputs: {} };
  for (const [name, file] of inputs) {
    const of = digest(Buffer.concat([Buffer.from(`${file.path}\n`), await bytesOf(file)]));
    now.inputs[name] = { of, said: digest(await readingOf(file)) };
  }
  // those that are missing refuse what they know
  expect(chatReaders.flatMap(({ format }) => (read.has(format) ? [] : [format]))).toEqual(['memotrace2AiTxt', 'wechatTimelessText']);

  const before: Readings = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : { version: 0, inputs: {} };
  const otherwise = Object.entries(now.inputs).filter(([name, { of, said }]) => {
    const old = before.inputs[name];
    return old?.of === of && old.said !== said;
  });
  if (before.version === chatReaderVersion)
    expect(
      otherwise.map(([name]) => name),
      'read otherwise than before: raise chatReaderVersion (chat-reader.ts), then run this test with TIEFEN_NEW_READINGS=1',
    ).toEqual([]);
  if (process.env.TIEFEN_NEW_READINGS) writeFileSync(kept, `${JSON.stringify(now, null, 2)}\n`);
  else expect(now, 'new inputs or a new version: run this test with TIEFEN_NEW_READINGS=1').toEqual(before);
});
