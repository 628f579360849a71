import type { ServiceContext } from '../../platform/context.ts';
import type { ChatFriend } from './chat-friend.ts';
import type { IncomingConversation } from './incoming.ts';
import { wxidInGroup } from './talker-wxid.ts';
import type { Voice } from './voices.ts';

type IncomingMembers = IncomingConversation['members'];

/** A group while records are read: its row (0 = would be new) and its running number within the import. */
interface Group {
  id: number;
  index: number;
}

/** The friend of an account who has this wxid; null = nobody has. */
export function friendOfWxid({ db }: ServiceContext, accountId: number, wxid: string): number | null {
  const id = db.pluck('SELECT id FROM friends WHERE account_id = ? AND wxid = ?').get(accountId, wxid);
  return (id as number | undefined) ?? null;
}

/** Finds, or makes, those who write in groups. Looks at the book only unless it may write. */
export class GroupPeople {
  readonly #ctx: ServiceContext;
  readonly #accountId: number;
  readonly #batchId: number;
  readonly #write: boolean;
  readonly #makeFriend: ((names: ChatFriend) => number) | null;
  #talkers = new Map<string, number>();
  #since = new Map<Group, Map<number, number>>();

  /** @param options.makeFriend makes a friend of somebody whose wxid is new; null = they stay members */
  constructor(
    ctx: ServiceContext,
    options: { accountId: number; batchId: number; write: boolean; makeFriend: ((names: ChatFriend) => number) | null },
  ) {
    this.#ctx = ctx;
    this.#accountId = options.accountId;
    this.#batchId = options.batchId;
    this.#write = options.write;
    this.#makeFriend = options.makeFriend;
  }

  startFile(): void {
    this.#talkers = new Map();
    this.#since = new Map();
  }

  /** Row id of who wrote in a group, whose members are what the file tells of them; -1 = would be new, and this is only a look. */
  talker(state: Group, voice: Voice, members: IncomingMembers): number {
    const { senderId, senderName } = voice;
    const key = `${state.index}\n${senderId ?? ''}\n${senderId === null ? senderName : ''}`;
    let id = this.#talkers.get(key);
    if (id === undefined) {
      id = this.#resolve(state, voice, members);
      this.#talkers.set(key, id);
    }
    return id;
  }

  #resolve(state: Group, { senderId, senderName }: Voice, members: IncomingMembers): number {
    const member = members.find(({ externalId, name }) => (senderId === null ? name === senderName : externalId === senderId));
    const name = member?.nickname || member?.name || senderName || senderId || '';
    const groupName = member?.groupName || senderName || name;
    const known = this.#known(
      state,
      senderId,
      [...new Set([senderName, groupName, name])].filter((text) => text !== ''),
    );
    if (!this.#write) return known ?? -1;
    const id = known ?? this.#insert(senderId, name, member?.remark ?? '');
    this.#ctx.db
      .sql('INSERT OR IGNORE INTO conversation_members (conversation_id, talker_id, group_name) VALUES (?, ?, ?)')
      .run(state.id, id, groupName);
    return id;
  }

  /** By wxid in the account; by name only among the members of this group, and only where one side knows no wxid. */
  #known(state: Group, senderId: string | null, names: string[]): number | null {
    const { db } = this.#ctx;
    if (senderId === null) return this.#firstNamed(state, names, false);
    const byId = db.pluck('SELECT id FROM chat_talkers WHERE account_id = ? AND external_id = ?');
    const here = byId.get(this.#accountId, wxidInGroup(senderId, state.id)) as number | undefined;
    if (here !== undefined) return here;
    const anywhere = byId.get(this.#accountId, senderId) as number | undefined;
    if (anywhere !== undefined && this.#isMember(state, anywhere)) return anywhere;
    const named = this.#firstNamed(state, names, true);
    if (named === null) return anywhere ?? null;
    if (this.#write)
      db.sql('UPDATE chat_talkers SET external_id = ?, friend_id = coalesce(friend_id, ?) WHERE id = ?').run(
        anywhere === undefined ? senderId : wxidInGroup(senderId, state.id),
        this.#friendOfTalker(anywhere) ?? friendOfWxid(this.#ctx, this.#accountId, senderId),
        named,
      );
    return named;
  }

  #isMember(state: Group, talkerId: number): boolean {
    const row = this.#ctx.db.pluck('SELECT 1 FROM conversation_members WHERE conversation_id = ? AND talker_id = ?');
    return row.get(state.id, talkerId) !== undefined;
  }

  #friendOfTalker(id: number | undefined): number | null {
    return (this.#ctx.db.pluck('SELECT friend_id FROM chat_talkers WHERE id = ?').get(id ?? 0) as number | null | undefined) ?? null;
  }

  #firstNamed(state: Group, names: string[], nameOnly: boolean): number | null {
    if (state.id === 0) return null;
    for (const name of names) {
      const id = this.#memberNamed(state, name, nameOnly);
      if (id !== undefined) return id;
    }
    return null;
  }

  /** Somebody of a group by name; undefined = nobody is called that. `nameOnly` = only who has no wxid yet. */
  #memberNamed(state: Group, name: string, nameOnly: boolean): number | undefined {
    const found = this.#ctx.db
      .pluck(
        `SELECT chat_talkers.id FROM conversation_members JOIN chat_talkers ON chat_talkers.id = talker_id
         WHERE conversation_id = ? AND (name = ? OR group_name = ?) ${nameOnly ? 'AND external_id IS NULL' : ''} ORDER BY 1`,
      )
      .all(state.id, name, name) as number[];
    if (found.length < 2) return found[0];
    // not the lowest id: whoever came to the group later may be known from another group for longer
    const since = this.#sinceOf(state);
    const age = (id: number) => since.get(id) ?? Number.POSITIVE_INFINITY;
    return found.reduce((first, id) => (age(id) < age(first) ? id : first));
  }

  /** By talker: the oldest import with a message of theirs in this chat, so that a name means who it meant when it was imported first. */
  #sinceOf(state: Group): Map<number, number> {
    let since = this.#since.get(state);
    if (!since) {
      const rows = this.#ctx.db.arrays('SELECT talker_id, min(batch_id) FROM messages WHERE conversation_id = ? GROUP BY 1').all(state.id);
      since = new Map(rows as [number, number][]);
      this.#since.set(state, since);
    }
    return since;
  }

  #insert(externalId: string | null, name: string, remark: string): number {
    let friendId = externalId === null ? null : friendOfWxid(this.#ctx, this.#accountId, externalId);
    if (friendId === null && externalId !== null && this.#makeFriend)
      friendId = this.#makeFriend({ nickname: name, remark, wxid: externalId, alias: null });
    const { lastInsertRowid } = this.#ctx.db
      .sql('INSERT INTO chat_talkers (account_id, external_id, name, friend_id, import_batch_id) VALUES (?, ?, ?, ?, ?)')
      .run(this.#accountId, externalId, name, friendId, this.#batchId);
    return Number(lastInsertRowid);
  }
}
