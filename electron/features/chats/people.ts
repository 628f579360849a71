import { peerOfPasted } from '../../../shared/domain/pasted-chat.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { type ChatFriend, insertChatFriend } from './chat-friend.ts';
import { friendOfWxid, GroupPeople, type GroupSpeaker } from './group-people.ts';
import type { IncomingConversation } from './incoming.ts';
import type { SpooledChats } from './spool.ts';
import type { Voice } from './voices.ts';

/** What the seller decided about a conversation of the file. */
export interface ConversationChoice {
  as: 'friend' | 'newFriend' | 'noFriend' | 'leaveOut';
  /** with `friend` */
  friendId?: number;
  /** where the file does not say whether it is a group */
  group?: boolean;
  /** the group of the book that it is */
  conversationId?: number;
}

/** What was decided about a conversation of one file, by its key there and the id it names; null = nothing. */
export type ChooseConversation = (key: string, externalId: string | null) => ConversationChoice | null;

export interface PeoplePolicy {
  /** by key of the conversation; what is not in it is matched by wxid, then by the name of a conversation of the book */
  mapping: Readonly<Record<string, ConversationChoice>>;
  /** peers that are in nobody's choice and nobody of the book */
  unknownPeers: 'newFriend' | 'noFriend';
  /** people of groups who are no friends yet */
  unknownTalkers: 'newFriend' | 'member';
}

/** A conversation while records are read. */
export interface ConversationState {
  /** row id; 0 = would be new, and this is only a look */
  id: number;
  /** running number within the import */
  index: number;
  name: string;
  group: boolean;
  friendId: number | null;
  leftOut: boolean;
  isNew: boolean;
  /** its counts have to come from its messages: it held some before this file, or their times are coarse */
  recount: boolean;
  hasCoarse: boolean;
  /** holds messages that records of this file may be; unix seconds they lie between, a day wider where times are coarse */
  old: boolean;
  oldFrom: number;
  oldTo: number;
  /** seconds between which it now holds messages */
  from: number;
  to: number;
  added: number;
  shared: number;
  repeated: number;
  inCount: number;
  outCount: number;
  lastIn: number;
  lastOut: number;
  /** second in which the day of the newest message ends, and who wrote on it: 1 = in, 2 = out; days on which both did */
  dayEnd: number;
  sides: number;
  twoWayDays: number;
}

interface ConversationRow {
  id: number;
  name: string;
  kind: 'private' | 'group';
  externalId: string | null;
  friendId: number | null;
  hasCoarse: number;
  messageCount: number;
  firstAt: number | null;
  lastAt: number | null;
}
const columns =
  'id, name, kind, external_id AS externalId, friend_id AS friendId, has_coarse AS hasCoarse, message_count AS messageCount, first_at AS firstAt, last_at AS lastAt';

const daySeconds = 86_400;

/**
 * Finds, or makes, the conversations and the people of groups that the records of an import name. Looks at the book only when
 * `recorder` is null.
 */
export class ChatPeople {
  readonly #ctx: ServiceContext;
  readonly #accountId: number;
  readonly #batchId: number;
  readonly #policy: PeoplePolicy;
  readonly #recorder: Recorder | null;
  readonly #states = new Map<number, ConversationState>();
  readonly #fresh: ConversationState[] = [];
  #count = 0;
  #choose: ChooseConversation | null = null;
  #heads = new Map<string, IncomingConversation>();
  #byKey = new Map<string, ConversationState>();
  #ofFile = new Set<ConversationState>();
  readonly #groupPeople: GroupPeople;
  /** ids of the friends made */
  readonly friends: number[] = [];
  /** ids of friends who lost or won a conversation */
  readonly moved = new Set<number>();

  constructor(ctx: ServiceContext, options: { accountId: number; batchId: number; policy: PeoplePolicy; recorder: Recorder | null }) {
    this.#ctx = ctx;
    this.#accountId = options.accountId;
    this.#batchId = options.batchId;
    this.#policy = options.policy;
    this.#recorder = options.recorder;
    const makeFriend = options.policy.unknownTalkers === 'newFriend' ? (names: ChatFriend) => this.#made(names) : null;
    this.#groupPeople = new GroupPeople(ctx, { ...options, write: options.recorder !== null, makeFriend });
  }

  /** Every conversation met so far. */
  all(): ConversationState[] {
    return [...this.#states.values(), ...this.#fresh];
  }

  /** A new file begins: what earlier ones brought counts as old for it. */
  startFile({ conversations, voices }: SpooledChats, choose: ChooseConversation | null = null): void {
    this.#choose = choose;
    this.#heads = new Map(conversations.map((conversation) => [conversation.key, conversation]));
    this.#byKey = new Map();
    this.#ofFile = new Set();
    this.#groupPeople.startFile(voices);
    for (const state of this.all()) this.#agedState(state);
  }

  /** By its key in the file. */
  conversation(key: string): ConversationState {
    let state = this.#byKey.get(key);
    if (!state) {
      state = this.#resolve(key);
      this.#byKey.set(key, state);
      this.#ofFile.add(state);
    }
    return state;
  }

  speaker(state: ConversationState, voice: Voice): GroupSpeaker {
    return this.#groupPeople.speaker(state, voice, this.#heads.get(voice.conversation)?.members ?? []);
  }

  /** Once all records are placed. */
  finish(): void {
    this.#groupPeople.forgetSilent();
  }

  #resolve(key: string): ConversationState {
    const head = this.#heads.get(key) ?? null;
    const externalId = head?.externalId ?? null;
    const mapped = Object.hasOwn(this.#policy.mapping, key) ? this.#policy.mapping[key]! : null;
    const choice = this.#choose ? this.#choose(key, externalId) : mapped;
    const group = externalId?.endsWith('@chatroom') || (head?.group ?? choice?.group ?? choice?.conversationId !== undefined);
    const name = head?.name || externalId || key;
    if (choice?.as === 'leaveOut') return this.#newState({ name, group, leftOut: true });
    const wanted = group ? null : this.#wantedFriend(choice, externalId);
    const row =
      choice?.conversationId === undefined
        ? this.#find({ externalId, group, name, friendId: wanted })
        : this.#chosenGroup(choice.conversationId, externalId);
    const known = row ? this.#states.get(row.id) : undefined;
    if (known) return known;
    let friendId = wanted ?? row?.friendId ?? null;
    const makes = !group && friendId === null && (choice ? choice.as === 'newFriend' : this.#policy.unknownPeers === 'newFriend');
    if (makes && this.#recorder) friendId = this.#makeFriend(head, name, externalId);
    const state = this.#newState({ name, group, friendId });
    if (row) this.#adopt(state, row, { externalId, name });
    else this.#insert(state, externalId);
    if (state.id !== 0) this.#states.set(state.id, state);
    return state;
  }

  /** Whom the seller chose, or whose wxid it is; null = nobody. */
  #wantedFriend(choice: ConversationChoice | null, externalId: string | null): number | null {
    if (choice?.as === 'friend') {
      const id = this.#ctx.db.pluck('SELECT id FROM friends WHERE id = ?').get(choice.friendId ?? 0) as number | undefined;
      if (id === undefined) throw new AppError('notFound', { what: 'friend' });
      return id;
    }
    if (choice?.as === 'noFriend') return null;
    return externalId === null ? null : friendOfWxid(this.#ctx, this.#accountId, externalId);
  }

  /** @throws AppError `notFound` (conversation) unless it is a group of the account that may have this id */
  #chosenGroup(id: number, externalId: string | null): ConversationRow {
    const row = this.#ctx.db
      .sql(
        `SELECT ${columns} FROM conversations WHERE id = ? AND account_id = ? AND kind = 'group'
           AND (? IS NULL OR external_id IS NULL OR external_id = ?)`,
      )
      .get(id, this.#accountId, externalId, externalId) as ConversationRow | undefined;
    if (!row) throw new AppError('notFound', { what: 'conversation' });
    return row;
  }

  /** By id; else the friend's own chat; else by name, where one of both sides knows no id. */
  #find(by: { externalId: string | null; group: boolean; name: string; friendId: number | null }): ConversationRow | null {
    const { db } = this.#ctx;
    if (by.externalId !== null) {
      const row = db
        .sql(`SELECT ${columns} FROM conversations WHERE account_id = ? AND external_id = ?`)
        .get(this.#accountId, by.externalId) as ConversationRow | undefined;
      if (row) return row;
    }
    const joinable = by.externalId === null ? '' : 'AND external_id IS NULL';
    if (by.friendId !== null) {
      const row = db
        .sql(
          `SELECT ${columns} FROM conversations WHERE friend_id = ? AND account_id = ? AND kind = 'private' ${joinable} ORDER BY id LIMIT 1`,
        )
        .get(by.friendId, this.#accountId) as ConversationRow | undefined;
      if (row && !this.#isTaken(row)) return row;
    }
    const row = this.#named(by);
    if (!row || this.#isTaken(row)) return null;
    return by.friendId === null || row.friendId === null || row.friendId === by.friendId ? row : null;
  }

  /** The only conversation of a name, as far as names can tell: a file that knows no id means the one that came by its name before. */
  #named({ externalId, group, name }: { externalId: string | null; group: boolean; name: string }): ConversationRow | null {
    const kind = group ? 'group' : 'private';
    const rows = this.#ctx.db
      .sql(
        `SELECT ${columns} FROM conversations WHERE account_id = ? AND name = ? AND kind = ? ORDER BY external_id IS NOT NULL, id LIMIT 2`,
      )
      .all(this.#accountId, name, kind) as ConversationRow[];
    const [row, other] = rows;
    if (!row) return null;
    if (externalId === null) return !other || (row.externalId === null && other.externalId !== null) ? row : null;
    // several chats of one name with ids: nobody knows whose the one without is
    return !other && row.externalId === null && !this.#sharesName(externalId, name) ? row : null;
  }

  #sharesName(externalId: string, name: string): boolean {
    const group = externalId.endsWith('@chatroom');
    const alike = (one: IncomingConversation) =>
      one.name === name && one.externalId !== null && one.externalId !== externalId && one.externalId.endsWith('@chatroom') === group;
    return [...this.#heads.values()].some(alike);
  }

  /** Two conversations of one file are two, whatever they are called. */
  #isTaken(row: ConversationRow): boolean {
    const state = this.#states.get(row.id);
    return state !== undefined && this.#ofFile.has(state);
  }

  #newState(values: { name: string; group: boolean; friendId?: number | null; leftOut?: boolean }): ConversationState {
    return {
      id: 0,
      index: this.#count++,
      friendId: null,
      leftOut: false,
      isNew: true,
      recount: false,
      hasCoarse: false,
      old: false,
      oldFrom: Number.POSITIVE_INFINITY,
      oldTo: 0,
      from: Number.POSITIVE_INFINITY,
      to: 0,
      added: 0,
      shared: 0,
      repeated: 0,
      inCount: 0,
      outCount: 0,
      lastIn: 0,
      lastOut: 0,
      dayEnd: 0,
      sides: 0,
      twoWayDays: 0,
      ...values,
    };
  }

  #adopt(state: ConversationState, row: ConversationRow, { externalId, name }: { externalId: string | null; name: string }): void {
    state.id = row.id;
    state.isNew = false;
    state.hasCoarse = row.hasCoarse === 1;
    state.recount = row.messageCount > 0;
    if (state.recount) {
      state.from = Math.floor(row.firstAt! / 1000);
      state.to = Math.floor(row.lastAt! / 1000);
    }
    this.#agedState(state);
    if (!this.#recorder) return;
    if (state.friendId !== row.friendId) for (const id of [state.friendId, row.friendId]) if (id !== null) this.moved.add(id);
    if (state.friendId !== row.friendId || (externalId !== null && row.externalId === null))
      this.#ctx.db
        .sql(
          `UPDATE conversations SET friend_id = ?, external_id = coalesce(external_id, ?),
             name = CASE WHEN external_id IS NULL AND ? IS NOT NULL THEN ? ELSE name END WHERE id = ?`,
        )
        .run(state.friendId, externalId, externalId, name, row.id);
  }

  #agedState(state: ConversationState): void {
    state.old = state.to > 0;
    if (state.added > 0) state.recount = true;
    state.oldFrom = state.from - daySeconds;
    state.oldTo = state.to + daySeconds;
  }

  #insert(state: ConversationState, externalId: string | null): void {
    if (!this.#recorder) {
      this.#fresh.push(state);
      return;
    }
    state.id = Number(
      this.#ctx.db
        .sql(
          'INSERT INTO conversations (account_id, kind, external_id, name, friend_id, import_batch_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        )
        .run(
          this.#accountId,
          state.group ? 'group' : 'private',
          externalId,
          state.name,
          state.friendId,
          this.#batchId,
          this.#ctx.clock.now(),
        ).lastInsertRowid,
    );
  }

  #makeFriend(head: IncomingConversation | null, name: string, externalId: string | null): number {
    const peer = head?.members.find((member) => member.externalId === externalId && externalId !== null);
    const remark = peer?.remark || (peer?.nickname ? name : '');
    return this.#made({ nickname: peer?.nickname || peerOfPasted(name), remark, wxid: externalId, alias: peer?.alias || null });
  }

  #made(names: ChatFriend): number {
    const id = insertChatFriend(this.#ctx, { accountId: this.#accountId, batchId: this.#batchId }, names);
    this.friends.push(id);
    return id;
  }
}
