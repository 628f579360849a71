import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { chatFormats } from '../../../../../shared/domain/chat-formats.ts';
import { AppError } from '../../../../../shared/errors.ts';
import { dump, fixture } from '../../../../../tests/fixtures/chats/json-files.ts';
import { type ChatFile, chatProblemKinds } from './chat-source.ts';
import { chatReaders, openChat } from './open-chat.ts';
import { jsonReaders } from './readers/jsons.ts';

const folder = fileURLToPath(new URL('../../../../../tests/fixtures/chats/', import.meta.url));
type Dump = Awaited<ReturnType<typeof dump>>;
const expected: Record<string, Dump> = JSON.parse(readFileSync(`${folder}json-expected.json`, 'utf8'));
/** Places that a reader takes names from, where the fixture itself lies flat. */
const places: Record<string, string> = { 'memotrace3.html.json': '聊天记录/李姐-3号楼(wxid_demo0001lj)/李姐-3号楼.html.json' };
const names = Object.keys(expected);

function open(name: string, bytes?: Buffer, chunk?: number) {
  return openChat(fixture(name, places[name] ?? name, bytes, chunk));
}

async function read(name: string, bytes?: Buffer, chunk?: number): Promise<Dump> {
  const source = await open(name, bytes, chunk);
  expect(source).not.toBeNull();
  return dump(source!);
}

describe('chats as JSON', () => {
  for (const name of names) {
    it(`are read record by record: ${name}`, async () => {
      const found = await read(name);
      expect(found).toEqual(expected[name]);
      expect(Object.keys(chatFormats)).toContain(found.about.split(' ')[0]);
    });
  }

  it('cover every reader, each with a name for the screen', () => {
    const formats = new Set(names.map((name) => expected[name]!.about.split(' ')[0]));
    expect([...formats].sort()).toEqual(jsonReaders.map((reader) => reader.format).sort());
    expect(chatReaders.filter((reader) => !(reader.format in chatFormats))).toEqual([]);
  });

  it('are read the same in any encoding, in pieces of any size, and again', async () => {
    for (const name of names) {
      const bytes = readFileSync(`${folder}json/${name}`);
      const text = bytes.toString('utf8');
      // A sign that UTF-16 and GB18030 write otherwise than UTF-8, so that a wrong guess cannot pass unseen.
      expect(text).toMatch(/[\u4e00-\u9fff]/);
      expect([name, await read(name, bytes, 1)]).toEqual([name, expected[name]]);
      expect([name, await read(name, bytes, 700)]).toEqual([name, expected[name]]);
      expect([name, await read(name, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]))]).toEqual([name, expected[name]]);
      for (const encoding of ['utf16-le', 'utf16-be', 'gb18030']) {
        const other = iconv.encode(text, encoding, { addBOM: encoding !== 'gb18030' });
        expect([name, encoding, await read(name, other)]).toEqual([name, encoding, expected[name]]);
      }
      const source = (await open(name))!;
      expect(await dump(source)).toEqual(await dump(source));
    }
  });

  it('name the people they know', async () => {
    const arkme = (await open('arkme-group.json'))!.conversations[0]!;
    expect(arkme.members).toEqual([
      { externalId: 'wxid_demo0002qn', name: '青柠', nickname: '柠檬', remark: '青柠', groupName: '青柠 3-502', alias: 'qn_demo' },
      { externalId: 'wxid_demo0000me', name: '橙子铺', nickname: '橙子铺', remark: '', groupName: '', alias: '' },
    ]);
    const page = (await open('export/wxid_demo0000me/json/wxid_demo0001lj/wxid_demo0001lj_0_5000.json'))!.conversations[0]!;
    expect(page.members.map((one) => [one.nickname, one.remark])).toEqual([['微风', '李姐-3号楼']]);
    const chatlab = (await open('chatlab-no-owner.json'))!.conversations[0]!;
    expect(chatlab.members.map((one) => [one.externalId, one.name])).toEqual([
      ['wxid_demo0001lj', '李姐 3-502'],
      ['wxid_demo0000me', '橙子铺'],
    ]);
  });

  it('give the same words for the same message, whoever exported it', async () => {
    const words = async (name: string, kind: string) =>
      (await read(name)).records.filter((line) => line.includes(` ${kind} `)).map((line) => line.slice(line.indexOf('"')));
    const page = 'export/wxid_demo0000me/json/wxid_demo0001lj/wxid_demo0001lj_0_5000.json';
    const wanted = '"￥116.00 两箱"';
    for (const name of [
      'weflow-private.json',
      page,
      'memotrace3.html.json',
      'wda/conversations/lj/messages.json',
      'chatlog-group.json',
      'echotrace.json',
    ]) {
      expect([name, (await words(name, 'transfer'))[0]]).toEqual([name, wanted]);
    }
    for (const name of ['weflow-private.json', page]) expect((await words(name, 'transfer'))[1]).toBe('"已收款 ￥116.00"');
  });

  it('made to train a language model are refused, and what is no chat is left to others', async () => {
    for (const name of ['training-conversations.json', 'training-messages.json', 'training.jsonl']) {
      const refused = await openChat(fixture(name)).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(AppError);
      expect(refused).toMatchObject({ kind: 'fileNotUnderstood', details: { what: 'trainingJson' } });
    }
    expect(await openChat(fixture('no-chat.json'))).toBeNull();
    expect(await openChat(fixture('no-chat.json', 'x.bin', Buffer.from([0, 1, 2, 255, 0, 0])))).toBeNull();
    expect(await openChat(fixture('no-chat.json', 'x.json', Buffer.alloc(0)))).toBeNull();
  });

  it('keep every digit of an id beyond what JavaScript counts to', async () => {
    const items = Array.from(
      { length: 5 },
      (_, i) =>
        `{"serverId": ${7420000000000000901n + BigInt(i)}, "createTime": 1773013900, "type": 1, "isSent": true, "senderUsername": "a", "content": "\\": 7420000000000000999 }"}`,
    );
    const text = `{"schemaVersion":1,"account":"wxid_me","conversation":{"username":"wxid_x"},"messages":[${items.join(',')}]}`;
    const found = await read('x', Buffer.from(text));
    expect(found.records.map((line) => line.split(' ')[6])).toEqual([1, 2, 3, 4, 5].map((i) => `742000000000000090${i}`));
    expect(found.records[0]).toContain('7420000000000000999 }');
  });

  it('find the session behind a list that is longer than the head', async () => {
    const message = {
      createTime: 1773013900,
      localType: 1,
      type: '文本消息',
      content: '橙'.repeat(300),
      isSend: 0,
      senderUsername: null,
      senderDisplayName: '李姐',
    };
    const text = JSON.stringify({
      messages: Array.from({ length: 900 }, (_, i) => ({ localId: i, ...message })),
      session: { wxid: 'wxid_x', displayName: '李姐', type: '私聊' },
    });
    const found = await read('x', Buffer.from(text));
    expect(found.about).toBe('echotraceJson - knows me wxid_x=李姐');
    expect(found.records).toHaveLength(900);
  });
});

/** Park–Miller: the same run every time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const signs = ['{', '}', '[', ']', '"', ',', ':', '\\', '\n', '\0', '\xff', '1e999', 'null', '{"localId":', '-', '\u2028', '"}'].map(
  (sign) => Buffer.from(sign, 'latin1'),
);

function damaged(seed: Buffer, next: (below: number) => number): Buffer {
  let bytes: Buffer = Buffer.from(seed);
  for (let i = next(4) + 1; i > 0; i--) {
    const at = next(bytes.length + 1);
    const way = next(5);
    if (way === 0 && at < bytes.length) bytes[at]! ^= 1 << next(8);
    else if (way === 1) bytes = Buffer.concat([bytes.subarray(0, at), signs[next(signs.length)]!, bytes.subarray(at)]);
    else if (way === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + next(40))]);
    else if (way === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(next(bytes.length + 1), at + next(300))]);
    else if (next(4) === 0) bytes = bytes.subarray(0, at);
  }
  return bytes;
}

/** Every item of a list ends as a record or a problem: their places are 1, 2, 3, … without a gap or a double. */
async function checked(file: ChatFile): Promise<string> {
  const source = await openChat(file);
  if (!source) return 'no chat';
  const lines: number[] = [];
  let last = 0;
  for await (const { records, problems, bytesRead } of source.records()) {
    expect(bytesRead).toBeGreaterThanOrEqual(last);
    last = bytesRead;
    for (const record of records) {
      expect(Number.isSafeInteger(record.at)).toBe(true);
      expect(record.conversation).not.toBe('');
      lines.push(record.line);
    }
    for (const { line, problem, text } of problems) {
      expect(chatProblemKinds).toContain(problem);
      expect(text.length).toBeLessThanOrEqual(80);
      if (line > 0) lines.push(line);
    }
  }
  if (source.format === 'chatlabJsonl') return source.format;
  expect(lines.sort((a, b) => a - b)).toEqual(lines.map((_, index) => index + 1));
  return source.format;
}

describe('damaged chats', () => {
  const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 50);
  const files = (readdirSync(`${folder}json`, { recursive: true }) as string[])
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(json|jsonl|js)$/.test(name));
  for (const name of files) {
    it(`lose no item and break nothing: ${name}`, async () => {
      const next = random(name.length * 7919 + 1);
      const seed = readFileSync(`${folder}json/${name}`);
      for (let round = 0; round < rounds; round++) {
        const file = fixture(name, places[name] ?? name, damaged(seed, next), 1 + next(4000));
        const outcome = await checked(file).catch((error: unknown) => error);
        if (typeof outcome === 'string') continue;
        if (!(outcome instanceof AppError)) throw outcome;
        expect(outcome.category).toBe('file');
      }
    });
  }

  it('end when cut at any byte', async () => {
    const seed = readFileSync(`${folder}json/weflow-group.json`);
    for (let end = 0; end < seed.length; end += 3) await checked(fixture('x', 'x', seed.subarray(0, end)));
  });
});
