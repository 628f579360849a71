import type { ExportFile } from '../../../shared/contracts/exports.ts';
import type { MessageDirection, MessageKind, TimePrecision } from '../../../shared/domain/messages.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand, type JobControl } from '../../platform/jobs/command.ts';
import { contactsOfPerson } from '../friends/index.ts';
import { goodsText } from '../orders/index.ts';
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

/** Everything about one person, in whatever accounts: a JSON file for programs and a page for people, in one archive. `count`: contacts. */
export const exportPersonCommand = defineCommand<ExportPersonInput, ExportFile>({
  name: 'exports.person',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  async run(ctx, { friendId, fileId, path, name, now }, control) {
    const shown = personName(ctx, friendId);
    const others = contactsOfPerson(ctx, friendId).filter((id) => id !== friendId);
    const person = { contacts: [friendId, ...others], now, shown };
    const zip = new ZipFile(path, now);
    try {
      await zip.add(`${fileNameOf(shown)}.json`, (sink) => writePersonJson(ctx, sink, person, control));
      await zip.add(`${fileNameOf(shown)}.html`, (sink) => writePersonPage(ctx, sink, person, control));
      await zip.finish();
    } catch (error) {
      await zip.close().catch(() => {});
      throw error;
    }
    return { fileId, name, count: person.contacts.length };
  },
});

interface Person {
  /** the contacts that are this person, the one that was asked for first */
  contacts: readonly number[];
  now: number;
  shown: string;
}

/** @throws AppError `notFound` */
export function personName(ctx: ServiceContext, friendId: number): string {
  const name = ctx.db.pluck("SELECT CASE remark WHEN '' THEN nickname ELSE remark END FROM friends WHERE id = ?").get(friendId);
  if (name === undefined) throw new AppError('notFound', { what: 'friend' });
  return String(name);
}

const theirs = '(SELECT value FROM json_each(@contacts))';
const ofFriend = `WHERE friend_id IN ${theirs}`;
const privateChats = `SELECT id FROM conversations WHERE friend_id IN ${theirs}`;
const talkers = `SELECT id FROM chat_talkers WHERE friend_id IN ${theirs}`;
/** What of each table belongs to one person; tables that are not named here say nothing about anybody. */
const conditions: Record<string, string> = {
  accounts: `WHERE id IN (SELECT account_id FROM friends WHERE id IN ${theirs})`,
  channels: `WHERE id IN (SELECT channel_id FROM friends WHERE id IN ${theirs})`,
  friends: `WHERE id IN ${theirs}`,
  personLinks: ofFriend,
  referrals: `WHERE friend_id IN ${theirs} OR by_friend_id IN ${theirs}`,
  friendsApart: `WHERE friend_id IN ${theirs} OR other_id IN ${theirs}`,
  tagGroups: `WHERE id IN (SELECT group_id FROM tags JOIN friend_tags ON tag_id = tags.id ${ofFriend})`,
  tags: `WHERE id IN (SELECT tag_id FROM friend_tags ${ofFriend})`,
  friendTags: ofFriend,
  tagsByRules: ofFriend,
  tagRules: `WHERE id IN (SELECT rule_id FROM tag_rule_given ${ofFriend})`,
  levelChanges: ofFriend,
  notes: ofFriend,
  touches: ofFriend,
  pointEntries: ofFriend,
  reAdds: ofFriend,
  suggestions: ofFriend,
  followUps: ofFriend,
  promises: ofFriend,
  sendItems: ofFriend,
  products: `WHERE id IN (SELECT product_id FROM order_lines JOIN orders ON orders.id = order_id ${ofFriend})`,
  groupBuys: `WHERE id IN (SELECT group_buy_id FROM orders ${ofFriend})`,
  orders: ofFriend,
  orderLines: `WHERE order_id IN (SELECT id FROM orders ${ofFriend})`,
  payments: ofFriend,
  // also the groups in which she wrote, for their names
  conversations: `${ofFriend} OR id IN (SELECT conversation_id FROM conversation_members WHERE talker_id IN (${talkers}))`,
  chatTalkers: ofFriend,
  messages: `WHERE conversation_id IN (${privateChats}) OR talker_id IN (${talkers})`,
};
/** What belongs to one person, in the order of the file. */
export const personTables = exportTables.filter(({ key }) => key in conditions);
const tableOf = (key: string): ExportTable => exportTables.find((one) => one.key === key)!;
const paramsOf = (contacts: readonly number[]) => ({ contacts: JSON.stringify(contacts) });

async function writePersonJson(ctx: ServiceContext, sink: TextSink, { contacts, now }: Person, control: JobControl): Promise<void> {
  const walk = new Walk(control, 0);
  await sink.write(`{"tiefen":{"format":"person","version":1,"exportedAt":${now}}`);
  for (const table of personTables) await writeList(sink, table, rowsOf(ctx, table, conditions[table.key]!, paramsOf(contacts)), walk);
  for (const table of [personEvents, personPosts]) await writeList(sink, table, ownRows(ctx, table, contacts), walk);
  await sink.write('}\n');
}

/** Rows of a table of a person's own. */
const ownRows = (ctx: ServiceContext, table: ExportTable, contacts: readonly number[]): IterableIterator<Cell[]> =>
  table === personPosts ? rowsOf(ctx, table, receivedBy(ctx, contacts)) : rowsOf(ctx, table, ofFriend, paramsOf(contacts));

/** Sections of the page, in this order; what a column says in numbers of rows means nothing to a reader and is left out. */
const sections = ['notes', 'orders', 'payments', 'levelChanges', 'touches', 'promises', 'followUps', 'pointEntries', 'reAdds'];
const hidden = /^(id|friendId|accountId|viaAccountId|channelId|groupBuyId|orderId|postId|sendItemId|extra|createdAt|updatedAt)$/;

async function writePersonPage(ctx: ServiceContext, sink: TextSink, { contacts, now, shown }: Person, control: JobControl): Promise<void> {
  const walk = new Walk(control, 0);
  const [asked, ...others] = contacts.map((id) => factsOf(ctx, id));
  await sink.write(pageHead(shown, asked!, now));
  await sink.write(pageSection('同一个人，另外的微信号里', others));
  for (const key of sections) await sink.write(pageSection(tableOf(key).sheet, sectionOf(ctx, key, contacts)));
  for (const table of [personTags, personEvents, personPosts]) {
    const rows = [...ownRows(ctx, table, contacts)].map((row) => shownCells(table, row));
    await sink.write(pageSection(table.sheet, rows));
  }
  await writeMessages(ctx, sink, contacts, walk);
  await sink.write(pageEnd);
}

type Facts = [word: string, text: string][];

/** What is known of one contact. */
function factsOf(ctx: ServiceContext, id: number): Facts {
  const friends = tableOf('friends');
  const [row] = [...rowsOf(ctx, friends, 'WHERE id = @id', { id })];
  const account = ctx.db.pluck('SELECT name FROM accounts WHERE id = (SELECT account_id FROM friends WHERE id = ?)').get(id) as string;
  const tags = ctx.db
    .pluck('SELECT name FROM friend_tags JOIN tags ON tags.id = tag_id WHERE friend_id = ? ORDER BY name')
    .all(id) as string[];
  const facts: Facts = [['在哪个微信号', account], ...shownCells(friends, row ?? [])];
  return tags.length > 0 ? [...facts, ['标签', tags.join('、')]] : facts;
}

function sectionOf(ctx: ServiceContext, key: string, contacts: readonly number[]): Facts[] {
  const table = tableOf(key);
  const place = table.columns.findIndex((one) => one.key === 'id');
  return Array.from(rowsOf(ctx, table, conditions[key]!, paramsOf(contacts)), (row) => {
    const goods = key === 'orders' ? goodsOf(ctx, row[place] as number) : '';
    return [...(goods === '' ? [] : [['买了什么', goods] as [string, string]]), ...shownCells(table, row)];
  });
}

const goodsOf = ({ db }: ServiceContext, orderId: number): string =>
  goodsText(
    db
      .sql('SELECT product, spec, quantity_milli / 1000.0 AS quantity, unit FROM order_lines WHERE order_id = ? ORDER BY position')
      .all(orderId) as Parameters<typeof goodsText>[0][number][],
  );

function shownCells(table: ExportTable, row: readonly Cell[]): [string, string][] {
  return table.columns.flatMap((column, i) => {
    const text = hidden.test(column.key) ? '' : textValue(column, row[i] ?? null);
    return text === '' ? [] : [[column.header, text] as [string, string]];
  });
}

/** of 'YYYY-MM-DD HH:MM:SS', what is known */
const shownChars: Record<TimePrecision, number> = { second: 19, minute: 16, day: 10 };

/** Chats by conversation, oldest first. */
async function writeMessages(ctx: ServiceContext, sink: TextSink, contacts: readonly number[], walk: Walk): Promise<void> {
  const table = tableOf('messages');
  const place = Object.fromEntries(table.columns.map(({ key }, i) => [key, i]));
  const params = paramsOf(contacts);
  const chats = ctx.db.sql(`SELECT id, name FROM conversations ${conditions['conversations']} ORDER BY 1`).all(params) as {
    id: number;
    name: string;
  }[];
  const where = `WHERE conversation_id = @chat AND (talker_id IN (${talkers}) OR conversation_id IN (${privateChats}))`;
  for (const chat of chats) {
    let lines: { at: string; direction: MessageDirection; kind: MessageKind; text: string }[] = [];
    let begun = false;
    for (const row of rowsOf(ctx, table, where, { ...params, chat: chat.id })) {
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
