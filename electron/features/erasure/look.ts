import { randomBytes } from 'node:crypto';
import type { ErasePreview } from '../../../shared/contracts/erasure.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { ErasedPerson } from '../backups/index.ts';
import { marker, rowName, wxidName } from '../backups/index.ts';
import { contactsOfPerson } from '../friends/index.ts';
import { type PersonRows, rowsOfPerson } from './person-rows.ts';

export interface PersonLook extends Omit<ErasePreview, 'booksBeside'> {
  friendIds: number[];
  /** how it will be remembered, should it be done */
  erasure: ErasedPerson;
}

/** What goes with a friend: counted, nothing is changed. `at`: ms UTC. @throws AppError `notFound` */
export const lookAtPersonCommand = defineCommand<{ friendId: number; at: number }, PersonLook>({
  name: 'erasure.look',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  run(ctx, { friendId, at }) {
    const friendIds = contactsOfPerson(ctx, friendId);
    const contacts = ctx.db
      .sql(
        `SELECT friends.id AS id, CASE remark WHEN '' THEN nickname ELSE remark END AS name, accounts.name AS accountName
         FROM friends JOIN accounts ON accounts.id = account_id WHERE friends.id IN (SELECT value FROM json_each(?)) ORDER BY friends.id`,
      )
      .all(JSON.stringify(friendIds)) as ErasePreview['contacts'];
    const own = contacts.find(({ id }) => id === friendId);
    if (!own) throw new AppError('notFound', { what: 'friend' });
    const rows = rowsOfPerson(ctx, friendIds);
    return { name: own.name, contacts, counts: countsOf(ctx, rows), friendIds, erasure: erasureOf(rows, at) };
  },
});

/** @param at ms UTC */
function erasureOf(rows: PersonRows, at: number): ErasedPerson {
  const key = randomBytes(32).toString('hex');
  const mark = marker(key);
  const names = [...rows.wxids.map(wxidName), ...rows.named.map(({ table, id, madeAt }) => rowName(table, id, madeAt))];
  return { key, at, since: Math.min(at, ...rows.named.map(({ madeAt }) => madeAt)), marks: [...new Set(names.map(mark))] };
}

function countsOf({ db }: ServiceContext, rows: PersonRows): ErasePreview['counts'] {
  const list = (ids: readonly number[]) => JSON.stringify(ids);
  const count = (sql: string, ids: readonly number[]) => db.pluck(sql).get(list(ids)) as number;
  const ofFriend = (table: string) =>
    count(`SELECT count(*) FROM ${table} WHERE friend_id IN (SELECT value FROM json_each(?))`, rows.friendIds);
  const all: ErasePreview['counts'] = [
    {
      kind: 'messages',
      count: count(
        'SELECT coalesce(sum(message_count), 0) FROM conversations WHERE id IN (SELECT value FROM json_each(?))',
        rows.conversationIds,
      ),
    },
    { kind: 'groupMessages', count: groupMessages(db, list(rows.talkerIds)) },
    { kind: 'orders', count: rows.orderIds.length },
    { kind: 'payments', count: rows.paymentIds.length },
    { kind: 'notes', count: ofFriend('notes') },
    { kind: 'touches', count: ofFriend('touches') },
    { kind: 'tags', count: ofFriend('friend_tags') },
    { kind: 'levelChanges', count: ofFriend('level_changes') },
    { kind: 'points', count: ofFriend('point_entries') },
    { kind: 'sendItems', count: ofFriend('send_items') },
    { kind: 'reAdds', count: ofFriend('re_adds') },
    { kind: 'followUps', count: ofFriend('follow_ups') },
    { kind: 'promises', count: ofFriend('promises') },
    { kind: 'suggestions', count: ofFriend('suggestion_decisions') },
    {
      kind: 'referrals',
      count: count('SELECT count(*) FROM referrals JOIN json_each(?) one ON one.value IN (friend_id, by_friend_id)', rows.friendIds),
    },
  ];
  return all.filter((one) => one.count > 0);
}

const groupMessages = (db: ServiceContext['db'], talkers: string): number =>
  db
    .pluck(
      `SELECT count(*) FROM messages WHERE talker_id IN (SELECT value FROM json_each(?)) AND conversation_id IN
         (SELECT conversation_id FROM conversation_members WHERE talker_id IN (SELECT value FROM json_each(?)))`,
    )
    .get(talkers, talkers) as number;
