import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FriendPage } from '../../../shared/contracts/friends.ts';
import type { ImportReport, Inspection, Preview, PreviewRow } from '../../../shared/contracts/imports.ts';
import type { FriendPoints } from '../../../shared/contracts/points.ts';
import { friendNamed, openTestApp, type TestApp, TestClock } from '../../../tests/helpers/test-app.ts';

let book: TestApp;
beforeAll(async () => {
  // imports run in the worker, by the machine's clock: by hand everything is later
  book = await openTestApp({ clock: new TestClock(Date.now() + 86_400_000) });
});
afterAll(() => book.close());

/** Empties the book instead of opening another one: each would start a worker of its own. */
function empty(): void {
  for (const table of ['import_batches', 'friends', 'column_mappings', 'undo_actions']) book.ctx.db.raw.exec(`DELETE FROM ${table}`);
  book.ctx.announce({ topics: ['friends'] });
}
afterEach(empty);

async function previewOf(text: string): Promise<{ sessionId: string; preview: Preview; rows: PreviewRow[] }> {
  const { fileId } = await book.app.files.stageStream('会员.csv', Readable.from([Buffer.from(text)]));
  const { sessionId, columns } = await book.call<Inspection>('imports.inspect', { fileId });
  const fields = columns.map(({ field }) => field);
  const preview = await book.call<Preview>('imports.preview', { sessionId, fields, accountId: 1, channelId: null });
  const { rows } = await book.call<{ rows: PreviewRow[] }>('imports.previewRows', { sessionId, verdict: null, offset: 0, limit: 50 });
  return { sessionId, preview, rows };
}

async function importAll(text: string, decisions: object = {}): Promise<ImportReport> {
  const { sessionId } = await previewOf(text);
  return book.call('imports.commit', { sessionId, policy: 'fillEmpty', doubtful: 'skip', answers: {}, ...decisions });
}

const ids = async () => {
  const sort = { key: 'createdAt', direction: 'asc' };
  const { rows } = await book.call<FriendPage>('friends.list', { filter: {}, sort, offset: 0, limit: 50 });
  return new Map(rows.map(({ name, id }) => [name, id]));
};
const pointsOf = async (name: string) => book.call<FriendPoints>('points.ofFriend', { friendId: (await ids()).get(name) });
/** in the order in which they were written */
const entriesOf = async (name: string) =>
  (await pointsOf(name)).entries.sort((a, b) => a.id - b.id).map(({ delta, kind }) => `${kind} ${delta}`);
const addByHand = async (name: string, delta: number) =>
  book.call('points.add', { selection: { by: 'ids', ids: [(await ids()).get(name)] }, delta, reason: '' });

const head = '客户姓名,微信号,客户积分';
const first = `${head}\n李姐,weifeng_demo,"1,200"\n老周,laozhou_demo,0\n张妈,zhangma_demo,\n王叔,wangshu_demo,很多\n`;

describe('points in a contact file', () => {
  it('are what new friends have; none, nothing and nonsense leave the friend without', async () => {
    const { preview, rows } = await previewOf(first);
    expect(preview.counts).toMatchObject({ new: 4, unreadable: 0 });
    expect(rows.map(({ cells, problem }) => [cells['points'], problem])).toEqual([
      ['1200', null],
      ['0', null],
      [undefined, null],
      [undefined, 'badPoints'],
    ]);
    expect(await importAll(first)).toMatchObject({ added: 4, unreadable: 0 });
    expect(await pointsOf('李姐')).toMatchObject({ balance: 1200, count: 1, entries: [{ kind: 'import', delta: 1200, reason: '' }] });
    for (const name of ['老周', '张妈', '王叔']) expect(await entriesOf(name), name).toEqual([]);
  });

  it('add nothing when the same file comes again; a later file brings the difference', async () => {
    await importAll(first);
    expect(await importAll(first)).toMatchObject({ added: 0, updated: 0, same: 4 });
    const later = first.replace('"1,200"', '1150.0').replace('laozhou_demo,0', 'laozhou_demo,30');
    const { preview, rows } = await previewOf(later);
    expect(preview).toMatchObject({ counts: { changed: 2, same: 2 }, onlyReplacing: 0 });
    expect(rows.slice(0, 2).map(({ changes }) => changes)).toEqual([{ points: ['1200', '1150'] }, { points: ['', '30'] }]);
    expect(await importAll(later)).toMatchObject({ updated: 2, same: 2 });
    expect(await entriesOf('李姐')).toEqual(['import 1200', 'import -50']);
    expect((await pointsOf('李姐')).balance).toBe(1150);
    expect(await entriesOf('老周')).toEqual(['import 30']);
    expect(await importAll(later)).toMatchObject({ updated: 0, same: 4 });
  });

  it('what was written by hand gives way only where the file is to win', async () => {
    await importAll(first);
    await addByHand('李姐', 20);
    const { preview } = await previewOf(first);
    expect(preview).toMatchObject({ counts: { changed: 1 }, onlyReplacing: 1 });
    expect(await importAll(first)).toMatchObject({ updated: 0, same: 4 });
    expect((await pointsOf('李姐')).balance).toBe(1220);
    expect(await importAll(first, { policy: 'replace' })).toMatchObject({ updated: 1, same: 3 });
    expect(await entriesOf('李姐')).toEqual(['import 1200', 'manual 20', 'import -20']);
  });

  it('taking an import back takes exactly its movements, and doing it again brings them back', async () => {
    await importAll(first);
    await addByHand('李姐', -200);
    const report = await importAll(first.replace('"1,200"', '500').replace('张妈,zhangma_demo,', '张妈,zhangma_demo,7'), {
      policy: 'replace',
    });
    expect((await pointsOf('李姐')).balance).toBe(500);
    await addByHand('李姐', 5);
    const { action, kept } = await book.call<{ action: { id: number }; kept: number }>('imports.undo', { batchId: report.batchId });
    expect(kept).toBe(0);
    expect(await entriesOf('李姐')).toEqual(['import 1200', 'manual -200', 'manual 5']);
    expect(await entriesOf('张妈')).toEqual([]);
    await book.call('undo.undo', { id: action.id });
    expect((await pointsOf('李姐')).balance).toBe(505);
    expect(await entriesOf('张妈')).toEqual(['import 7']);
  });

  it('taking back the import that brought a friend takes her points too; whoever got some since stays with all of hers', async () => {
    const { batchId } = await importAll(first);
    expect(await book.call('imports.batchUndoPreview', { batchId })).toMatchObject({ friendsRemoved: 4, workedOn: 0 });
    await addByHand('老周', 5);
    expect(await book.call('imports.batchUndoPreview', { batchId })).toMatchObject({ friendsRemoved: 3, workedOn: 1 });
    const whole = await entriesOf('老周');
    expect(await book.call('imports.undo', { batchId })).toMatchObject({ friendsKept: 1, kept: 0 });
    expect(await entriesOf('老周')).toEqual(whole);
    expect(book.ctx.db.pluck('SELECT count(*) FROM point_entries').get()).toBe(whole.length);
    expect(book.ctx.db.raw.pragma('foreign_key_check')).toEqual([]);
  });

  it('of a person who stands twice the first number counts; doubtful rows follow their answer', async () => {
    await book.call('friends.create', friendNamed('老周'));
    const text = '备注,微信号,积分\n李姐,weifeng_demo,\n李姐,weifeng_demo,50\n李姐,weifeng_demo,70\n老周,,9\n';
    expect(await importAll(text, { doubtful: 'same' })).toMatchObject({ added: 1, repeated: 2, updated: 1 });
    expect(await entriesOf('李姐')).toEqual(['import 50']);
    expect(await entriesOf('老周')).toEqual(['import 9']);
  });

  it('a file of our own says what friends have, and brings no change back', async () => {
    await importAll(first);
    await addByHand('老周', 3);
    const sort = { key: 'name', direction: 'asc' };
    const selection = { by: 'filter', filter: {}, except: [] };
    const { fileId } = await book.call<{ fileId: string }>('exports.friends', { selection, sort, format: 'csv' });
    const csv = readFileSync(book.app.files.exportPath(fileId)!.path, 'utf8');
    expect(csv).toContain(',积分,笔记');
    expect(await importAll(csv, { policy: 'replace' })).toMatchObject({ added: 0, updated: 0, same: 4 });
    const sums = () =>
      book.ctx.db.arrays('SELECT remark, sum(delta) FROM point_entries JOIN friends ON friends.id = friend_id GROUP BY 1').all();
    const before = sums();
    empty();
    expect(await importAll(csv)).toMatchObject({ added: 4 });
    expect(sums()).toEqual(before);
  });
});
