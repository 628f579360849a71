import type { ExportFile } from '../../../shared/contracts/exports.ts';
import type { MessageDirection, MessageKind, TimePrecision } from '../../../shared/domain/messages.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand, type JobControl } from '../../platform/jobs/command.ts';
import { type Cell, exportTables, rowsOf } from './book-tables.ts';
import { jsonValue, textValue } from './book-values.ts';
import { writeList } from './export-book.ts';
import type { ExportTable } from './export-table.ts';
import { pageEnd, pageHead, pageMessages, pageSection } from './person-page.ts';
import { personEvents, personPosts, personTags, receivedBy } from './person-tables.ts';
import { Walk } from './walk.ts';
import { fileNameOf, type TextSink, ZipFile } from './zip-file.ts';

export interface ExportPersonInput {
  friendId: number;
  fileId: string;
  path: string;
  name: string;
  /** ms UTC */
  now: number;
}

/** Everything about one friend: a JSON file for programs and a page for people, in one archive. */
export const exportPersonCommand = defineCommand<ExportPersonInput, ExportFile>({
  name: 'exports.person',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  async run(ctx, { friendId, fileId, path, name, now }, control) {
    const shown = personName(ctx, friendId);
    const zip = new ZipFile(path, now);
    try {
      await zip.add(`${fileNameOf(shown)}.json`, (sink) => writePersonJson(ctx, sink, { friendId, now }, control));
      await zip.add(`${fileNameOf(shown)}.html`, (sink) => writePersonPage(ctx, sink, { friendId, now, shown }, control));
      await zip.finish();
    } catch (error) {
      await zip.close().catch(() => {});
      throw error;
    }
    return { fileId, name, count: 1 };
  },
});

/** @throws AppError `notFound` */
export function personName(ctx: ServiceContext, friendId: number): string {
  const name = ctx.db.pluck("SELECT CASE remark WHEN '' THEN nickname ELSE remark END FROM friends WHERE id = ?").get(friendId);
  if (name === undefined) throw new AppError('notFound', { what: 'friend' });
  return String(name);
}

const ofFriend = 'WHERE friend_id = @friend';
const inChats =
  'conversation_id IN (SELECT id FROM conversations WHERE friend_id = @friend) OR talker_id IN (SELECT id FROM chat_talkers WHERE friend_id = @friend)';
/** What of each table belongs to one friend; tables that are not named here say nothing about anybody. */
const conditions: Record<string, string> = {
  accounts: 'WHERE id = (SELECT account_id FROM friends WHERE id = @friend)',
  channels: 'WHERE id = (SELECT channel_id FROM friends WHERE id = @friend)',
  friends: 'WHERE id = @friend',
  personLinks: ofFriend,
  friendsApart: 'WHERE friend_id = @friend OR other_id = @friend',
  tagGroups: 'WHERE id IN (SELECT group_id FROM tags JOIN friend_tags ON tag_id = tags.id WHERE friend_id = @friend)',
  tags: 'WHERE id IN (SELECT tag_id FROM friend_tags WHERE friend_id = @friend)',
  friendTags: ofFriend,
  levelChanges: ofFriend,
  notes: ofFriend,
  touches: ofFriend,
  pointEntries: ofFriend,
  sendItems: ofFriend,
  products: 'WHERE id IN (SELECT product_id FROM order_lines JOIN orders ON orders.id = order_id WHERE friend_id = @friend)',
  groupBuys: 'WHERE id IN (SELECT group_buy_id FROM orders WHERE friend_id = @friend)',
  orders: ofFriend,
  orderLines: 'WHERE order_id IN (SELECT id FROM orders WHERE friend_id = @friend)',
  payments: ofFriend,
  // also the groups in which she wrote, for their names
  conversations: `${ofFriend} OR id IN (SELECT conversation_id FROM conversation_members JOIN chat_talkers ON chat_talkers.id = talker_id WHERE friend_id = @friend)`,
  chatTalkers: ofFriend,
  messages: `WHERE ${inChats}`,
};
const parts = exportTables.filter(({ key }) => key in conditions);

async function writePersonJson(
  ctx: ServiceContext,
  sink: TextSink,
  { friendId, now }: { friendId: number; now: number },
  control: JobControl,
): Promise<void> {
  const walk = new Walk(control, 0);
  await sink.write(`{"tiefen":{"format":"person","version":1,"exportedAt":${now}}`);
  for (const table of parts) await writeList(sink, table, rowsOf(ctx, table, conditions[table.key]!, { friend: friendId }), walk);
  for (const table of [personEvents, personPosts]) await writeList(sink, table, rowsOf(ctx, table, ...ownRows(ctx, table, friendId)), walk);
  await sink.write('}\n');
}

/** Which rows of the tables of a person's own, with their parameters. */
const ownRows = (ctx: ServiceContext, table: ExportTable, friendId: number): [where: string, params: Record<string, number>] =>
  table === personPosts ? [receivedBy(ctx, friendId), {}] : [ofFriend, { friend: friendId }];

/** Sections of the page, in this order; what a column says in numbers of rows means nothing to a reader and is left out. */
const sections = ['notes', 'orders', 'payments', 'levelChanges', 'touches', 'pointEntries'];
const hidden = /^(id|friendId|accountId|channelId|groupBuyId|orderId|postId|sendItemId|extra|createdAt|updatedAt)$/;

async function writePersonPage(
  ctx: ServiceContext,
  sink: TextSink,
  { friendId, now, shown }: { friendId: number; now: number; shown: string },
  control: JobControl,
): Promise<void> {
  const walk = new Walk(control, 0);
  const friends = exportTables.find(({ key }) => key === 'friends')!;
  const [person] = [...rowsOf(ctx, friends, conditions['friends'], { friend: friendId })];
  const tags = ctx.db
    .pluck('SELECT name FROM friend_tags JOIN tags ON tags.id = tag_id WHERE friend_id = ? ORDER BY name')
    .all(friendId) as string[];
  const facts = shownCells(friends, person ?? []);
  if (tags.length > 0) facts.push(['标签', tags.join('、')]);
  await sink.write(pageHead(shown, facts, now));
  for (const key of sections) {
    const table = exportTables.find((one) => one.key === key)!;
    const rows = [...rowsOf(ctx, table, conditions[key], { friend: friendId })].map((row) => shownCells(table, row));
    await sink.write(pageSection(table.sheet, rows));
  }
  for (const table of [personTags, personEvents, personPosts]) {
    const rows = [...rowsOf(ctx, table, ...ownRows(ctx, table, friendId))].map((row) => shownCells(table, row));
    await sink.write(pageSection(table.sheet, rows));
  }
  await writeMessages(ctx, sink, friendId, walk);
  await sink.write(pageEnd);
}

function shownCells(table: ExportTable, row: readonly Cell[]): [string, string][] {
  return table.columns.flatMap((column, i) => {
    const text = hidden.test(column.key) ? '' : textValue(column, row[i] ?? null);
    return text === '' ? [] : [[column.header, text] as [string, string]];
  });
}

/** of 'YYYY-MM-DD HH:MM:SS', what is known */
const shownChars: Record<TimePrecision, number> = { second: 19, minute: 16, day: 10 };

/** Chats by conversation, oldest first. */
async function writeMessages(ctx: ServiceContext, sink: TextSink, friendId: number, walk: Walk): Promise<void> {
  const table = exportTables.find(({ key }) => key === 'messages')!;
  const place = Object.fromEntries(table.columns.map(({ key }, i) => [key, i]));
  const chats = ctx.db
    .sql(
      'SELECT id, name FROM conversations WHERE friend_id = @friend UNION SELECT conversation_id, (SELECT name FROM conversations WHERE id = conversation_id) FROM conversation_members JOIN chat_talkers ON chat_talkers.id = talker_id WHERE friend_id = @friend ORDER BY 1',
    )
    .all({ friend: friendId }) as { id: number; name: string }[];
  for (const chat of chats) {
    const where =
      'WHERE conversation_id = @chat AND (talker_id IN (SELECT id FROM chat_talkers WHERE friend_id = @friend) OR conversation_id IN (SELECT id FROM conversations WHERE friend_id = @friend))';
    let lines: { at: string; direction: MessageDirection; kind: MessageKind; text: string }[] = [];
    let begun = false;
    for (const row of rowsOf(ctx, table, where, { friend: friendId, chat: chat.id })) {
      const value = (key: string) => jsonValue(table.columns[place[key]!]!, row[place[key]!]!);
      lines.push({
        at: textValue(table.columns[place['at']!]!, row[place['at']!]!).slice(0, shownChars[value('precision') as TimePrecision]),
        direction: value('direction') as MessageDirection,
        kind: value('kind') as MessageKind,
        text: String(value('text')),
      });
      await walk.step();
      if (lines.length < 500) continue;
      await sink.write(pageMessages(begun ? null : chat.name, lines));
      begun = true;
      lines = [];
    }
    if (lines.length > 0) await sink.write(pageMessages(begun ? null : chat.name, lines));
  }
}
