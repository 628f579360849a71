import type { Saved } from '../../../shared/contracts/common.ts';
import type { MergeField, MergeInput } from '../../../shared/contracts/duplicates.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { forgetApart, moveApart } from './apart.service.ts';
import { friendTexts } from './friend-texts.ts';
import { type FriendRecord, readFriend } from './friends.queries.ts';
import { noteEvents } from './friends.service.ts';
import { portraitColumns } from './portrait-columns.ts';

declare module '../../platform/context.ts' {
  interface DomainEvents {
    /** one friend takes over everything of another, who goes right after; `trustLevel` = the level she has then */
    'friends.merged': { keepId: number; otherId: number; trustLevel: number };
  }
}

const columnsOf: Record<Exclude<MergeField, 'trustLevel'>, readonly string[]> = {
  ...portraitColumns,
  channelId: ['channel_id'],
  status: ['status'],
};
const isEmpty = (value: SqlValue | undefined): boolean => value === null || value === undefined || value === '' || value === '[]';

/** So much is looked through on the host's thread. */
const fewBytes = 2 ** 21;

/**
 * Makes one friend out of two of the same account: everything that hangs on the other moves to the kept one, field by field one value
 * wins, and the other goes. One action, so that undo brings both back as they were. `weight`: bytes to look through (see MergeWeight).
 * @throws AppError `notFound`, `invalidInput` {fields: ['otherId']} for friends of two accounts, or the same friend twice
 */
export const mergeFriendsCommand = defineCommand<MergeInput & { weight: number }, Saved>({
  name: 'friends.merge',
  writes: true,
  heavy: ({ weight }) => weight > fewBytes,
  run(ctx, { keepId, otherId, fields }) {
    const keep = readFriend(ctx, keepId);
    const other = readFriend(ctx, otherId);
    if (keepId === otherId || keep.account_id !== other.account_id) throw new AppError('invalidInput', { fields: ['otherId'] });
    const { undoId } = act(
      ctx,
      {
        kind: 'friends.merge',
        topics: [
          ...(['friends', 'notes', 'tags', 'trust', 'touches', 'points', 'chats', 'orders', 'posts', 'sending'] as const),
          ...(['banday', 'followUps', 'referrals'] as const),
        ],
      },
      (record, details) => {
        details.name = keep.remark || keep.nickname;
        details.other = other.remark || other.nickname;
        const trustLevel = fields.trustLevel === 'other' ? other.trust_level : keep.trust_level;
        for (const table of ['notes', 'friend_events']) {
          const ids = ctx.db.pluck(`SELECT id FROM ${table} WHERE friend_id = ?`).all(otherId) as number[];
          record.update(table, ids, { friend_id: keepId });
        }
        moveLink(ctx, keepId, otherId, record);
        moveApart(ctx, keepId, otherId, record);
        const lastContact = Math.max(keep.last_contact_at ?? 0, other.last_contact_at ?? 0) || null;
        record.update('friends', [keepId], { last_contact_at: lastContact });
        ctx.emit(record, 'friends.merged', { keepId, otherId, trustLevel });
        // before the kept one may take over its wxid
        record.remove('friends', [otherId]);
        const values = winners(keep, other, fields);
        record.update('friends', [keepId], { ...values, updated_at: ctx.clock.now() }, Object.keys(values));
        noteEvents(ctx, record, [keepId], 'edited', { fields: ['merged'], other: String(details.other) });
      },
    );
    return { id: keepId, undoId };
  },
});

function winners(keep: FriendRecord, other: FriendRecord, fields: MergeInput['fields']): Record<string, SqlValue> {
  const [mine, theirs] = [keep, other] as unknown as Record<string, SqlValue>[] as [Record<string, SqlValue>, Record<string, SqlValue>];
  const values: Record<string, SqlValue> = {};
  for (const [field, columns] of Object.entries(columnsOf) as [Exclude<MergeField, 'trustLevel'>, readonly string[]][]) {
    const told = fields[field];
    const first = columns[0]!;
    const takes = told === 'other' || (told === undefined && isEmpty(mine[first]) && !isEmpty(theirs[first]));
    for (const column of columns) values[column] = (takes ? theirs : mine)[column] ?? null;
  }
  if (values['remark'] === '' && values['nickname'] === '')
    values['remark'] = keep.remark || keep.nickname || other.remark || other.nickname;
  const text = (column: string) => values[column] as string | null;
  const texts = friendTexts({
    nickname: text('nickname') ?? '',
    remark: text('remark') ?? '',
    wxid: text('wxid'),
    alias: text('alias'),
    phone: text('phone'),
  });
  return { ...values, phone_key: texts.phoneKey, search_text: texts.searchText, sort_name: texts.sortName };
}

/** The kept one stands for the person in other accounts whom the other stood for. */
function moveLink(ctx: ServiceContext, keepId: number, otherId: number, record: Parameters<Parameters<typeof act>[2]>[0]): void {
  const person = (id: number) => ctx.db.pluck('SELECT person_id FROM person_links WHERE friend_id = ?').get(id) as number | undefined;
  const theirs = person(otherId);
  if (theirs === undefined || person(keepId) !== undefined) return;
  ctx.db.sql('INSERT INTO person_links (friend_id, person_id) VALUES (?, ?)').run(keepId, theirs);
  record.inserted('person_links', [keepId]);
}

/** Says that contacts of different accounts are one person; whoever was linked with one of them comes along. @throws AppError `notFound`, `invalidInput` */
export const linkFriendsCommand = defineCommand<{ ids: number[] }, Saved>({
  name: 'friends.link',
  writes: true,
  heavy: () => false,
  run(ctx, { ids }) {
    const friends = [...new Set(ids)].map((id) => readFriend(ctx, id));
    if (friends.length < 2) throw new AppError('invalidInput', { fields: ['ids'] });
    const { undoId } = act(ctx, { kind: 'friends.link', topics: ['friends'] }, (record, details) => {
      details.name = friends[0]!.remark || friends[0]!.nickname;
      const list = friends.map(({ id }) => id);
      const marks = list.map(() => '?').join(', ');
      const persons = ctx.db.pluck(`SELECT DISTINCT person_id FROM person_links WHERE friend_id IN (${marks})`).all(...list) as number[];
      const personId = Math.min(...persons, ...list);
      for (const person of persons) {
        const linked = ctx.db.pluck('SELECT friend_id FROM person_links WHERE person_id = ?').all(person) as number[];
        record.update('person_links', linked, { person_id: personId });
      }
      const insert = ctx.db.sql('INSERT OR IGNORE INTO person_links (friend_id, person_id) VALUES (?, ?)');
      record.inserted(
        'person_links',
        list.filter((id) => insert.run(id, personId).changes > 0),
      );
      forgetApart(ctx, list, record);
      details.count = list.length;
    });
    return { id: friends[0]!.id, undoId };
  },
});

/** Takes one contact out of its person. @throws AppError `notFound` */
export const unlinkFriendCommand = defineCommand<{ id: number }, Saved>({
  name: 'friends.unlink',
  writes: true,
  heavy: () => false,
  run(ctx, { id }) {
    const friend = readFriend(ctx, id);
    const { undoId } = act(
      ctx,
      { kind: 'friends.unlink', topics: ['friends'], details: { name: friend.remark || friend.nickname } },
      (record) => {
        const person = ctx.db.pluck('SELECT person_id FROM person_links WHERE friend_id = ?').get(id) as number | undefined;
        if (person === undefined) return;
        const linked = ctx.db.pluck('SELECT friend_id FROM person_links WHERE person_id = ?').all(person) as number[];
        // one alone is nobody's double
        record.remove('person_links', linked.length <= 2 ? linked : [id]);
      },
    );
    return { id, undoId };
  },
});
