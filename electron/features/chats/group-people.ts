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

/** Who of the book somebody is who writes in a group. */
export interface GroupSpeaker {
  /** row id; -1 = would be new, and this is only a look */
  talker: number;
  /** members of the same name: where some file knows names only, what they said may be this one's */
  namesakes: number[];
}

/** A member of a group who has a name that is looked for. */
interface Namesake {
  id: number;
  wxid: string | null;
  /** 1 = is called so in this group, 0 = elsewhere */
  shown: number;
}

/** Finds, or makes, those who write in groups. Looks at the book only unless it may write. */
export class GroupPeople {
  readonly #ctx: ServiceContext;
  readonly #accountId: number;
  readonly #batchId: number;
  readonly #write: boolean;
  readonly #makeFriend: ((names: ChatFriend) => number) | null;
  #speakers = new Map<string, GroupSpeaker>();
  /** conversation and name, where people of several wxids speak under it in the file */
  #shared = new Set<string>();
  /** talkers made for a name that several members have, with their group */
  readonly #unsure: { talker: number; conversation: number }[] = [];

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

  startFile(voices: readonly Voice[]): void {
    this.#speakers = new Map();
    this.#shared = new Set();
    const first = new Map<string, string>();
    for (const { conversation, senderId, senderName } of voices) {
      if (senderId === null) continue;
      const name = `${conversation}\n${senderName}`;
      const other = first.get(name);
      if (other === undefined) first.set(name, senderId);
      else if (other !== senderId) this.#shared.add(name);
    }
  }

  /** Who wrote in a group, whose members are what the file tells of them. */
  speaker(state: Group, voice: Voice, members: IncomingMembers): GroupSpeaker {
    const { senderId, senderName } = voice;
    const key = `${state.index}\n${senderId ?? ''}\n${senderId === null ? senderName : ''}`;
    let speaker = this.#speakers.get(key);
    if (!speaker) {
      speaker = this.#resolve(state, voice, members);
      this.#speakers.set(key, speaker);
    }
    return speaker;
  }

  /** Whom nothing was left for goes again: all that was said was found with members of the same name. */
  forgetSilent(): void {
    const { db } = this.#ctx;
    const said = db.pluck('SELECT 1 FROM messages WHERE conversation_id = ? AND talker_id = ? LIMIT 1');
    for (const { talker, conversation } of this.#unsure)
      if (said.get(conversation, talker) === undefined) db.sql('DELETE FROM chat_talkers WHERE id = ?').run(talker);
  }

  #resolve(state: Group, voice: Voice, members: IncomingMembers): GroupSpeaker {
    const { senderId, senderName } = voice;
    const member = members.find(({ externalId, name }) => (senderId === null ? name === senderName : externalId === senderId));
    const name = member?.nickname || member?.name || senderName || senderId || '';
    const groupName = member?.groupName || senderName || name;
    const called = this.#called(
      state,
      [...new Set([senderName, groupName, name])].filter((text) => text !== ''),
    );
    const known = senderId === null ? oneNamed(called) : this.#known(state, voice, senderId, called);
    const namesakes = called.flatMap(({ id }) => (id === known ? [] : [id]));
    if (!this.#write) return { talker: known ?? -1, namesakes };
    const talker = known ?? this.#insert(senderId, name, member?.remark ?? '');
    if (known === null && senderId === null && namesakes.length > 0) this.#unsure.push({ talker, conversation: state.id });
    this.#ctx.db
      .sql('INSERT OR IGNORE INTO conversation_members (conversation_id, talker_id, group_name) VALUES (?, ?, ?)')
      .run(state.id, talker, groupName);
    return { talker, namesakes };
  }

  /** By wxid in the account; by name only among the members of this group, and only where one side knows no wxid. */
  #known(state: Group, { conversation, senderName }: Voice, wxid: string, called: readonly Namesake[]): number | null {
    const { db } = this.#ctx;
    const byId = db.pluck('SELECT id FROM chat_talkers WHERE account_id = ? AND external_id = ?');
    const here = byId.get(this.#accountId, wxidInGroup(wxid, state.id)) as number | undefined;
    if (here !== undefined) return here;
    const anywhere = byId.get(this.#accountId, wxid) as number | undefined;
    if (anywhere !== undefined && this.#isMember(state, anywhere)) return anywhere;
    const named = this.#shared.has(`${conversation}\n${senderName}`) ? null : onlyOne(called);
    // of several people of one name nobody knows who it was
    if (named === null || named.wxid !== null) return anywhere ?? null;
    if (this.#write)
      db.sql('UPDATE chat_talkers SET external_id = ?, friend_id = coalesce(friend_id, ?) WHERE id = ?').run(
        anywhere === undefined ? wxid : wxidInGroup(wxid, state.id),
        this.#friendOfTalker(anywhere) ?? friendOfWxid(this.#ctx, this.#accountId, wxid),
        named.id,
      );
    return named.id;
  }

  #isMember(state: Group, talkerId: number): boolean {
    const row = this.#ctx.db.pluck('SELECT 1 FROM conversation_members WHERE conversation_id = ? AND talker_id = ?');
    return row.get(state.id, talkerId) !== undefined;
  }

  #friendOfTalker(id: number | undefined): number | null {
    return (this.#ctx.db.pluck('SELECT friend_id FROM chat_talkers WHERE id = ?').get(id ?? 0) as number | null | undefined) ?? null;
  }

  /** Members of a group by any of some names. */
  #called(state: Group, names: string[]): Namesake[] {
    if (state.id === 0) return [];
    const list = JSON.stringify(names);
    return this.#ctx.db
      .sql(
        `SELECT chat_talkers.id AS id, external_id AS wxid, group_name IN (SELECT value FROM json_each(@list)) AS shown
         FROM conversation_members JOIN chat_talkers ON chat_talkers.id = talker_id
         WHERE conversation_id = @group AND (shown OR name IN (SELECT value FROM json_each(@list))) ORDER BY 1`,
      )
      .all({ group: state.id, list }) as Namesake[];
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

/** Whom a name alone means: who came by it alone, else the only one. */
const oneNamed = (called: readonly Namesake[]): number | null => (called.find(({ wxid }) => wxid === null) ?? onlyOne(called))?.id ?? null;

/** The only one who is called so in the group, else the only one who is called so at all. */
function onlyOne(called: readonly Namesake[]): Namesake | null {
  const shown = called.filter((one) => one.shown === 1);
  const [one, other] = shown.length > 0 ? shown : called;
  return one && !other ? one : null;
}
