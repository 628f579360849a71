/** A book with a bit of everything, for tests of what goes out of it. */
import { Readable } from 'node:stream';
import type { Saved } from '../../shared/contracts/common.ts';
import type { ImportQueue } from '../../shared/contracts/import-queue.ts';
import { wechatB } from '../fixtures/orders/bills.ts';
import { ktt } from '../fixtures/orders/samples.ts';
import { hostileWords, liJie, seedChats } from './seed-chats.ts';
import { friendNamed, openTestApp, TestClock } from './test-app.ts';

/** what a spreadsheet would run, and what breaks a careless CSV */
export const formulaNote = '=HYPERLINK("http://example.test","点我"),第一行\n第二行 "引号"';
export const secondAccount = '小号（水果）';
/** in the second account, the same person as `liJie` */
export const liJieElsewhere = '李姐小号';

/** enough for an export to be seen running and stopped; how long 5 million take is the bench's business */
export const bookMessages = 40_000;

/** Fills an empty book: the chats of seedChats with a group of many messages, a second account, tags, notes, touches, a post, an order file and a bill. */
export async function seedBook(dataDir: string): Promise<void> {
  await seedChats(dataDir, { big: bookMessages });
  const book = await openTestApp({ dataDir, clock: new TestClock(Date.now()) });
  const only = (id: number) => ({ by: 'ids', ids: [id] });
  const lijie = book.ctx.db.pluck('SELECT id FROM friends WHERE remark = ?').get(liJie) as number;
  const account = await book.call<Saved>('accounts.create', {
    name: secondAccount,
    wxid: null,
    role: null,
    category: null,
    capacity: 10_000,
    standing: 'normal',
    note: null,
  });
  const twin = await book.call<Saved>('friends.create', friendNamed(liJieElsewhere, { accountId: account.id, phone: '13800000001' }));
  await book.call('friends.link', { ids: [lijie, twin.id] });
  const group = await book.call<Saved>('tags.createGroup', { name: '住哪里', color: 'green' });
  const tag = await book.call<Saved>('tags.create', { name: '3 号楼', groupId: group.id, color: null });
  await book.call('tags.assign', { selection: only(lijie), tagIds: [tag.id] });
  await book.call('friends.addNote', { friendId: lijie, body: formulaNote });
  await book.call('friends.addNote', { friendId: lijie, body: hostileWords });
  const touch = { touchpoint: 'phone', direction: 'out', at: Date.now() - 3_600_000, note: '说了周五送' };
  await book.call('touches.log', { selection: only(lijie), ...touch });
  await book.call('points.add', { selection: only(lijie), delta: 120, reason: '老客户活动' });
  const post = { accountId: 1, text: '丑橘到货，要的说一声', category: 'life', scheduledAt: Date.now() + 86_400_000 };
  await book.call('posts.create', { ...post, state: 'planned', assetIds: [] });
  for (const file of [ktt, wechatB]) {
    const { fileId } = await book.app.files.stageStream(file.path, Readable.from([file.bytes]));
    const queue = await book.call<ImportQueue>('importQueue.open', { fileIds: [fileId] });
    const item = { queueId: queue.queueId, itemId: queue.items[0]?.itemId ?? '' };
    await book.call('orderImport.scan', { ...item, accountId: 1, mapping: null });
    await book.call('orderImport.commit', { ...item, accountId: 1, answers: {} });
    await book.call('importQueue.discard', { queueId: queue.queueId });
  }
  await book.app.close();
}
