import type { SearchFilter } from '../../../shared/contracts/search.ts';
import { messageDirections, messageKinds } from '../../../shared/domain/messages.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { firstIdAt } from '../chats/index.ts';
import { conversationKey, directionKey, groupKey, kindKey, privateKey, talkerKey } from './segment-format.ts';

/** A row of messages, as much of it as a search looks at. */
export interface FoundRow {
  id: number;
  conversationId: number;
  talkerId: number;
  direction: number;
  kind: number;
  precision: number;
  content: string;
}

/** Where a search looks: a filter in the terms of the tables. */
export interface Scope {
  /** ids from here on */
  from: number;
  /** ids below this */
  to: number;
  /** conversations that can hold hits; null = all of them */
  conversations: number[] | null;
  /** messages of those conversations */
  size: number;
  admits(row: FoundRow): boolean;
  /** what the index is asked for (Wanted of segment-reader.ts); not all of what `admits` asks */
  all: number[];
  any: number[][];
}

/** Of more chats and people than this the index is not asked: looking each up takes longer than looking at what it names. */
const mostAsked = 64;

/** The scope of a filter, as the book is now. */
export function scopeOf(ctx: ServiceContext, filter: SearchFilter): Scope {
  const { db } = ctx;
  const conditions: ((row: FoundRow) => boolean)[] = [];
  const all: number[] = [];
  const any: number[][] = [];
  const ask = (keys: number[]) => {
    if (keys.length === 1) all.push(keys[0]!);
    else if (keys.length <= mostAsked) any.push(keys);
  };
  let conversations: Set<number> | null = null;
  if (filter.friendIds) {
    const friends = JSON.stringify(filter.friendIds);
    const own = idSet(ctx, 'SELECT id FROM conversations WHERE friend_id IN (SELECT value FROM json_each(?))', friends);
    const talkers = idSet(ctx, 'SELECT id FROM chat_talkers WHERE friend_id IN (SELECT value FROM json_each(?))', friends);
    const groups = db.pluck('SELECT conversation_id FROM conversation_members WHERE talker_id = ?');
    conversations = new Set(own);
    for (const talker of talkers) for (const id of groups.all(talker) as number[]) conversations.add(id);
    conditions.push((row) => own.has(row.conversationId) || talkers.has(row.talkerId));
    ask([...[...own].map(conversationKey), ...[...talkers].map(talkerKey)]);
  }
  if (filter.conversationIds) {
    const wanted = new Set(filter.conversationIds);
    conversations = conversations ? new Set([...conversations].filter((id) => wanted.has(id))) : wanted;
    ask([...wanted].map(conversationKey));
  }
  if (conversations) {
    const wanted = conversations;
    conditions.push((row) => wanted.has(row.conversationId));
  }
  if (filter.kind) {
    conditions.push(kindCondition(ctx, filter.kind));
    ask([filter.kind === 'group' ? groupKey : privateKey]);
  }
  if (filter.direction) {
    const wanted = messageDirections.indexOf(filter.direction);
    conditions.push((row) => row.direction === wanted);
    ask([directionKey(wanted)]);
  }
  if (filter.messageKinds) {
    const wanted = new Set(filter.messageKinds.map((kind) => messageKinds.indexOf(kind)));
    conditions.push((row) => wanted.has(row.kind));
    ask([...wanted].map(kindKey));
  }
  const count = db.pluck('SELECT message_count FROM conversations WHERE id = ?');
  const list = conversations ? [...conversations] : null;
  return {
    // the first second that lies wholly in the period: messages know seconds only
    from: filter.fromAt === undefined ? 0 : firstIdAt(filter.fromAt + 999),
    to: filter.toAt === undefined ? Number.MAX_SAFE_INTEGER : firstIdAt(filter.toAt + 999),
    conversations: list,
    size: (list ?? []).reduce((sum, id) => sum + ((count.get(id) as number | undefined) ?? 0), 0),
    admits: (row) => conditions.every((holds) => holds(row)),
    all,
    any,
  };
}

function kindCondition({ db }: ServiceContext, kind: string): (row: FoundRow) => boolean {
  const read = db.pluck('SELECT kind FROM conversations WHERE id = ?');
  const known = new Map<number, boolean>();
  return ({ conversationId }) => {
    let fits = known.get(conversationId);
    if (fits === undefined) {
      fits = read.get(conversationId) === kind;
      known.set(conversationId, fits);
    }
    return fits;
  };
}

function idSet({ db }: ServiceContext, sql: string, ids: string): Set<number> {
  return new Set(db.pluck(sql).all(ids) as number[]);
}
