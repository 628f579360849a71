import { expect, it } from 'vitest';
import type { IncomingRecord } from './incoming.ts';
import { Voices } from './voices.ts';

const record = (n: number, more: Partial<IncomingRecord> = {}): IncomingRecord => ({
  line: n,
  conversation: `wxid_${n % 300}`,
  senderId: n % 2 === 0 ? `wxid_${n % 300}` : null,
  senderName: '',
  direction: n % 2 === 0 ? 'in' : 'out',
  at: 1_700_000_000_000 + ((n * 7919) % 5000) * 1000,
  precision: 'second',
  kind: 'text',
  text: `第${n}句`,
  serverId: null,
  ...more,
});

it('counts every chat and every voice of a file by time, in the order in which they come first', () => {
  const records = Array.from({ length: 3000 }, (_, n) => record(n));
  const voices = new Voices();
  const places = records.map((one) => voices.note(one));
  expect(voices.chats.map(({ key }) => key)).toEqual([...new Set(records.map(({ conversation }) => conversation))]);
  for (const [place, chat] of voices.chats.entries()) {
    const own = records.filter(({ conversation }) => conversation === chat.key);
    const times = own.map(({ at }) => at);
    expect(chat).toEqual({ key: `wxid_${place}`, messages: own.length, first: Math.min(...times), last: Math.max(...times) });
  }
  const { all, chats } = voices;
  expect(all.reduce((sum, { messages }) => sum + messages, 0)).toBe(records.length);
  for (const [n, place] of places.entries()) {
    const { conversation, senderId, direction } = records[n]!;
    expect(all[place]).toMatchObject({ conversation, senderId, direction });
    expect(chats[all[place]!.chat]!.key).toBe(conversation);
  }
});

it('tells many who speak in one chat apart, whatever of them differs', () => {
  const voices = new Voices();
  const said = Array.from({ length: 60 }, (_, n) =>
    record(0, {
      senderId: n % 3 === 0 ? null : `wxid_${n % 20}`,
      senderName: `人${n % 5}`,
      direction: n % 2 === 0 ? 'in' : null,
      kind: n % 7 === 0 ? 'system' : 'text',
    }),
  );
  const keyOf = ({ senderId, senderName, direction, kind }: IncomingRecord) =>
    JSON.stringify([senderId, senderName, direction, senderId === null && kind === 'system']);
  const places = said.map((one) => voices.note(one));
  for (const [a, one] of said.entries())
    for (const [b, other] of said.entries()) expect(places[a] === places[b]).toBe(keyOf(one) === keyOf(other));
});

it('keeps a telling sample of what a voice says, and no more than that', () => {
  const voices = new Voices();
  for (const text of ['好', '好的', '嗯', '明天下午到货了哦', '一句更长的话就不必了吧吧吧']) voices.note(record(0, { text }));
  voices.note(record(0, { kind: 'link', text: '一个很长很长很长的标题' }));
  voices.note(record(1, { text: 'x'.repeat(500) }));
  expect(voices.all.map(({ sample, messages }) => [sample, messages])).toEqual([
    ['明天下午到货了哦', 6],
    ['x'.repeat(60), 1],
  ]);
});
