import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Post } from '../../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../../shared/contracts/calendar-events.ts';
import type { CalendarPreview, IncomingEvent, IncomingPost } from '../../../shared/contracts/calendar-files.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { dayNamed, dayNumber, localDay, wallTime } from '../../../shared/domain/wall-time.ts';
import { fuzzRounds, mutated, tolerate, withoutHang } from '../../../tests/helpers/fuzz.ts';
import { randomFrom } from '../../../tests/helpers/random-actions.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { readDay, readMinute } from './read-table.ts';

/** what is read here is read by the reader, whose start is dear: one book that has something, and one that every test leaves empty */
let book: TestApp;
let empty: TestApp;
beforeAll(async () => {
  [book, empty] = [await openTestApp(), await openTestApp()];
  await fill();
});
afterEach(async () => expect([await posts(empty), await events(empty)]).toEqual([[], []]));
afterAll(async () => {
  await book.close();
  await empty.close();
});

const stage = async (name: string, text: string | Uint8Array, to: TestApp) =>
  (
    await to.app.files.stageStream(
      name,
      (async function* () {
        yield typeof text === 'string' ? new TextEncoder().encode(text) : text;
      })(),
    )
  ).fileId;
const inspect = async (name: string, text: string | Uint8Array, as = 'events', to = empty) => {
  const input = { fileId: await stage(name, text, to), as, accountId: 1 };
  return { input, preview: await to.call<CalendarPreview>('calendar.inspect', input) };
};
const bring = (input: object, to = empty) => to.call<{ posts: number; events: number; undoId: number }>('calendar.import', input);
const posts = (to = book) => to.call<Post[]>('posts.list', { fromAt: 0, toAt: 4e12, accountId: null });
const events = (to = book) => to.call<CalendarEvent[]>('events.list', { fromOn: '2026-10-01', toOn: '2027-10-31' });
const said = (list: Post[]) =>
  list.map(({ text, title, category, channel, scheduledAt, state }) => ({ text, title, category, channel, scheduledAt, state }));

async function fill(): Promise<void> {
  const post = (more: Record<string, unknown>) =>
    book.call<Saved>('posts.create', { ...{ accountId: 1, category: 'tips', state: 'scheduled', assetIds: [] }, ...more });
  await post({ text: '=1+1，换行\n"引号"、逗号,分号;反斜\\', scheduledAt: wallTime('2026-11-25', 1205) });
  await post({ text: '小红书的', title: '题,目', channel: 'xiaohongshu', state: 'planned', scheduledAt: wallTime('2026-11-26', 0) });
  const { id } = await post({ text: '发过的', scheduledAt: wallTime('2026-11-20', 600) });
  await book.call('posts.settle', { id, state: 'skipped', at: book.clock.at });
  await book.call('events.create', { title: '上新日', kind: 'newGoods', fromOn: '2026-11-28', toOn: '2026-11-30', note: '三天' });
}

async function exported(format: string): Promise<Buffer> {
  const file = await book.call<ExportFile>('calendar.export', { format, fromOn: '2026-11-01', toOn: '2026-12-31', accountId: null });
  expect(file.count).toBe(4);
  return readFileSync(book.app.files.exportPath(file.fileId)!.path);
}

describe('a calendar goes out and comes back', () => {
  test.each(['csv', 'xlsx', 'ics'])(
    'as %s: nothing twice in its own book, everything in an empty one, taken back in one',
    async (format) => {
      const bytes = await exported(format);
      const again = await inspect(`日历.${format}`, bytes, 'events', book);
      expect(again.preview).toMatchObject({ format, posts: 0, events: 0, known: 4, leftOutCount: 0 });
      const { input, preview } = await inspect(`日历.${format}`, bytes);
      expect(preview).toMatchObject({ posts: 3, events: 1, known: 0, leftOut: [] });
      expect(await posts(empty)).toEqual([]);
      const done = await bring(input);
      try {
        expect(said(await posts(empty))).toEqual(said(await posts()));
        expect((await events(empty)).map(({ id: _id, ...event }) => event)).toEqual((await events()).map(({ id: _id, ...event }) => event));
        await empty.call('undo.undo', { id: done.undoId });
        expect([await posts(empty), await events(empty)]).toEqual([[], []]);
        await empty.call('undo.redo', { id: done.undoId });
        expect(said(await posts(empty))).toEqual(said(await posts()));
        await expect(empty.call('calendar.inspect', input)).rejects.toMatchObject({ kind: 'fileGone' });
      } finally {
        await empty.call('undo.undo', { id: done.undoId });
      }
    },
  );

  test('an exported .ics keeps its UIDs, says UTC, and folds its lines', async () => {
    const [first, second] = [(await exported('ics')).toString(), (await exported('ics')).toString()];
    const uids = (text: string) => text.match(/^UID:.*$/gm);
    expect(uids(first)).toEqual(uids(second));
    expect(uids(first)).toHaveLength(4);
    expect(first).toContain('DTSTART:20261125T120500Z\r\n');
    expect(first).toContain('DTSTART;VALUE=DATE:20261128\r\nDTEND;VALUE=DATE:20261201\r\n');
    for (const line of first.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });
});

const ics = (...components: string[]) =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${components.map((lines) => `BEGIN:VEVENT\r\n${lines.trim().replaceAll('\n', '\r\n')}\r\nEND:VEVENT`).join('\r\n')}\r\nEND:VCALENDAR\r\n`;

describe('calendars from elsewhere', () => {
  test('single events of the coming year, rules taken apart, what was moved or struck out left out', async () => {
    // the reader goes by the clock of the computer
    const on = (days: number) => dayNamed(dayNumber(localDay(Date.now())) + days);
    const ymd = (days: number) => on(days).replaceAll('-', '');
    const file = ics(
      `UID:1\nDTSTART;TZID=Asia/Shanghai:${ymd(3)}T200000\nDTEND;TZID=Asia/Shanghai:${ymd(3)}T220000\nSUMMARY:直播\\, 年货\nLOCATION:家`,
      `UID:2\nDTSTART;VALUE=DATE:${ymd(8)}\nDTEND;VALUE=DATE:${ymd(10)}\nSUMMARY:上新`,
      `UID:3\nDTSTART:${ymd(1)}T010000Z\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE:${ymd(8)}T010000Z\nSUMMARY:周会`,
      `UID:3\nRECURRENCE-ID:${ymd(15)}T010000Z\nDTSTART:${ymd(16)}T020000Z\nSUMMARY:周会改期`,
      'UID:4\nDTSTART:20201123T010000\nSUMMARY:很久以前',
      `UID:5\nDTSTART:${ymd(2)}T010000\nRRULE:FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU\nSUMMARY:看不懂`,
      `UID:6\nDTSTART;TZID=Nowhere/Land:${ymd(2)}T010000\nSUMMARY:哪里`,
      `UID:7\nSTATUS:CANCELLED\nDTSTART:${ymd(2)}T010000\nSUMMARY:取消了`,
      'UID:8\nDTSTART:garbage\nSUMMARY:没时间',
    );
    const { input, preview } = await inspect('别处.ics', file);
    expect(preview.sample.map((item) => [item.title, (item as IncomingEvent).fromOn, (item as IncomingEvent).toOn])).toEqual([
      ['周会', on(1), on(1)],
      ['看不懂', on(2), on(2)],
      ['直播, 年货', on(3), on(3)],
      ['上新', on(8), on(9)],
      ['周会改期', on(16), on(16)],
      ['周会', on(22), on(22)],
    ]);
    expect(preview.leftOut.map(({ what, why }) => [what, why])).toEqual([
      ['很久以前', 'outOfRange'],
      ['看不懂', 'ruleNotUnderstood'],
      ['哪里', 'zoneNotUnderstood'],
      ['取消了', 'cancelled'],
      ['没时间', 'noTime'],
    ]);
    const done = await bring(input);
    expect(done).toMatchObject({ posts: 0, events: 6 });
    expect((await inspect('别处.ics', file)).preview).toMatchObject({ events: 0, known: 6 });
    await empty.call('undo.undo', { id: done.undoId });
  });

  test('a file of thousands of rules brings what can be looked through and names the rest', async () => {
    const many = Array.from(
      { length: 3000 },
      (_, n) => `UID:${n}\nDTSTART;TZID=Asia/Shanghai:19000101T0900\nRRULE:FREQ=DAILY\nSUMMARY:第${n}件`,
    );
    const { preview } = await inspect('满.ics', ics(...many));
    expect(preview).toMatchObject({ events: 2000, known: 0 });
    // 22 rules fill the room there is, the other 2,978 are named once each
    expect(preview.leftOutCount).toBe(22 * 367 - 2000 + 2978);
    expect(preview.leftOut.every(({ why }) => why === 'tooMany')).toBe(true);
    const never = Array.from(
      { length: 2000 },
      (_, n) => `UID:${n}\nDTSTART:19700101\nRRULE:FREQ=YEARLY;COUNT=9;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:第${n}件`,
    );
    expect((await inspect('没有.ics', ics(...never))).preview.leftOut.at(-1)?.why).toBe('outOfRange');
  });

  test('a file of ours with days that no book can have leaves them out by name', async () => {
    const ours = (kind: string, days: string) =>
      `SUMMARY:${kind}\nDESCRIPTION:字\nX-TIEFEN-KIND:${kind}\nX-TIEFEN-ACCOUNT:我的微信\n${days}`;
    const file = ics(
      ours('post', 'DTSTART:00010101T000000Z'),
      ours('post', 'DTSTART:99991231T235900Z'),
      ours('live', 'DTSTART:00000101\nDTEND:20261130'),
      ours('live', 'DTSTART:20261129\nDTEND:99991231'),
      ours('post', 'DTSTART:20261130T120000Z\nX-TIEFEN-STATE:constructor'),
    );
    const { preview } = await inspect('a.ics', file);
    expect(preview).toMatchObject({ posts: 1, events: 0, sample: [{ state: 'planned' }] });
    expect(preview.leftOut.map(({ why }) => why)).toEqual(Array(4).fill('outOfRange'));
  });

  test.each(['csv', 'xlsx', 'ics'])(
    'a damaged %s is refused with its reason, or what it brings can be read and taken back',
    async (format) => {
      const [bytes, others] = [await exported(format), [await exported('ics'), await exported('csv')]];
      const pick = randomFrom(format.length * 31 + format.charCodeAt(0));
      for (let round = 0; round < fuzzRounds; round++) {
        const looked = await tolerate(withoutHang(() => inspect(`日历.${format}`, mutated(bytes, pick, others))));
        if (!looked) continue;
        const done = await bring(looked.input);
        expect([done.posts, done.events]).toEqual([looked.preview.posts, looked.preview.events]);
        await Promise.all([posts(empty), events(empty)]);
        if (done.undoId !== null) await empty.call('undo.undo', { id: done.undoId });
      }
    },
  );

  test('as posts: planned, at their hour, with all their words', async () => {
    const file = ics(
      'UID:1\nDTSTART;TZID=America/New_York:20261125T200000\nSUMMARY:发朋友圈\nDESCRIPTION:第一行\\n第二行',
      'UID:2\nDTSTART;VALUE=DATE:20261130\nSUMMARY:上新',
    );
    const { preview } = await inspect('a.ics', file, 'posts');
    expect(
      preview.sample.map((item) => [(item as IncomingPost).text, (item as IncomingPost).scheduledAt, (item as IncomingPost).state]),
    ).toEqual([
      ['发朋友圈\n第一行\n第二行', Date.UTC(2026, 10, 26, 1), 'planned'],
      ['上新', wallTime('2026-11-30', 1200), 'planned'],
    ]);
  });

  test('a table in her own words, with what cannot be read told line by line', async () => {
    const table = [
      ...['发布日期,发布时间,平台,分类,文案,账号', '2026/11/25,20点半,小红书,干货,怎么挑橙子,', '2026年11月26日,下午3:05,,,晒图,'],
      ...['没有日子,8:00,,,什么时候,', '2026-11-27,,,,,', `2026-11-28,8:00,,,${'长'.repeat(2001)},`, '2026-11-29,9:00,,,谁的,不认识的号'],
    ].join('\n');
    const { preview } = await inspect('排期.csv', table);
    expect(preview.sample).toMatchObject([
      { channel: 'xiaohongshu', category: 'tips', scheduledAt: wallTime('2026-11-25', 1230), text: '怎么挑橙子' },
      { channel: 'moments', category: 'life', scheduledAt: wallTime('2026-11-26', 905), state: 'planned' },
    ]);
    expect(preview.leftOut.map(({ line, why }) => [line, why])).toEqual([
      [4, 'noTime'],
      [5, 'noText'],
      [6, 'tooLong'],
      [7, 'noAccount'],
    ]);
  });

  test('words too long for a day or a title: kept whole in the note where there is room, else said with the row', async () => {
    const name = `${'长'.repeat(59)}🍊尾巴`;
    const file = ics(
      `UID:1\nDTSTART;VALUE=DATE:20261130\nSUMMARY:${name}\nDESCRIPTION:带锅`,
      `UID:2\nDTSTART;VALUE=DATE:20261201\nSUMMARY:短\nDESCRIPTION:${'说'.repeat(4999)}🍊完`,
    );
    const { input, preview } = await inspect('a.ics', file);
    expect(preview.sample).toMatchObject([
      { title: '长'.repeat(59), note: `${name}\n带锅` },
      { title: '短', note: '说'.repeat(4999) },
    ]);
    expect(preview).toMatchObject({ events: 2, leftOutCount: 0, cutCount: 1, cut: [{ what: '短', characters: 3, words: '🍊完' }] });
    const done = await bring(input);
    expect((await events(empty)).map(({ note }) => note.length).sort()).toEqual([4999, `${name}\n带锅`.length]);
    // what came in can be written down again as it is
    const [kept] = (await events(empty)).filter(({ note }) => note.length === 4999);
    const { id, ...values } = kept!;
    const { undoId } = await empty.call<Saved>('events.update', { id, values: { ...values, title: '短短' } });
    await empty.call('undo.undo', { id: undoId });
    await empty.call('undo.undo', { id: done.undoId });

    const table = ['日期,种类,标题,内容', `2026-11-30,直播,${name},带锅`, `2026-12-01,,${'题'.repeat(201)},正文`].join('\n');
    expect((await inspect('a.csv', table)).preview).toMatchObject({
      sample: [{ title: '长'.repeat(59), note: `${name}\n带锅` }, { title: '题'.repeat(200) }],
      ...{ cutCount: 1, cut: [{ line: 3, characters: 1, words: '题' }] },
    });
  });

  test.each([
    ['名单.csv', '微信ID,昵称\nwxid_1,张三', 'fileNotUnderstood'],
    ['空.csv', '日期,时间,内容\n', 'fileEmpty'],
    ['空.ics', 'BEGIN:VCALENDAR\nEND:VCALENDAR', 'fileEmpty'],
    ['图.png', new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 1, 2, 3]), 'fileNotUnderstood'],
    ['坏.xlsx', new TextEncoder().encode('PK\u0003\u0004 gone'), 'fileDamaged'],
  ])('%s is refused with its reason', async (name, bytes, kind) => {
    await expect(inspect(name, bytes)).rejects.toMatchObject({ kind });
  });

  test('days and hours as people write them', () => {
    expect(['2026-1-5', '2026年02月30日', '1899-12-30 20:00', '明天'].map(readDay)).toEqual(['2026-01-05', null, null, null]);
    expect(['20:00', '8点半', '下午 3:05', '2026-11-22 20:05:00', '0.8333333', '25:00', '', '8:00 PM'].map(readMinute)).toEqual([
      ...[1200, 510, 905, 1205, 1200, null, null, 1200],
    ]);
    const endless = `${' '.repeat(5_000_000)}8:00`;
    expect([readDay(`2026-11-22${endless}`), readMinute(`${endless}x`)]).toEqual([null, null]);
  });
});
