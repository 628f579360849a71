import type { ChatScan, ScannedConversation } from '../../../shared/contracts/chats.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { asStorageError } from '../../platform/db/storage-error.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import type { Chunk } from './chunk.ts';
import type { IncomingChats } from './incoming.ts';
import { Intake } from './intake.ts';
import { type Owner, ownerSaid, toldByOthers } from './owner.ts';
import { ChatPeople, type ConversationState, type PeoplePolicy } from './people.ts';
import { claimsOf, speakersOf } from './speakers.ts';
import { ChatSpool, type SpooledChats } from './spool.ts';
import { Tally } from './tally.ts';
import { fate, Union } from './union.ts';

export interface ChatLook {
  files: { source: IncomingChats; bytes: number }[];
  accountId: number;
  owner: Owner | null;
  people: PeoplePolicy;
  /** where the files shall wait for their import; absent = they are forgotten */
  spool?: ChatSpool;
  /** is told of each file that waits there, in order */
  onSpooled?(chats: SpooledChats): void;
  chunkRecords?: number;
}

const listedTalkers = 200;
const fewSamples = 2;
const someOf = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].slice(0, fewSamples);

interface Talker {
  id: string | null;
  name: string;
  messages: number;
  /** things she said, none twice */
  samples: string[];
}

/** One conversation of a file while it is looked through. */
interface Seen {
  key: string;
  messages: number;
  first: number;
  last: number;
  known: number;
  state: ConversationState;
  talkers: Map<string, Talker>;
}

/**
 * What an import of these files would bring; writes nothing. `known` comes by the rule of the import itself, but for a new message
 * that a file holds twice: it counts as new twice, so that fewer may come in, never more.
 * @throws AppError `cancelled`, whatever reading the files throws
 */
export async function scanChat(ctx: ServiceContext, task: ChatLook, control: JobControl): Promise<ChatScan> {
  const spool = task.spool ?? ChatSpool.inFolder(ctx, task.chunkRecords);
  try {
    const look = new Look(ctx, task, spool, control);
    for (const [i, file] of task.files.entries()) await look.file(i, file);
    spool.rest();
    return look.result();
  } catch (error) {
    throw asStorageError(error);
  } finally {
    if (!task.spool) spool.close();
  }
}

class Look {
  readonly #ctx: ServiceContext;
  readonly #task: ChatLook;
  readonly #spool: ChatSpool;
  readonly #control: JobControl;
  readonly #tally = new Tally();
  readonly #intake: Intake;
  readonly #people: ChatPeople;
  readonly #bytes: number;
  readonly #conversations: ScannedConversation[] = [];
  readonly #candidates = new Map<string, Talker & { conversations: number }>();
  readonly #owner: Owner;
  /** wxids of the seller by what the files say */
  readonly #tellers: string[];
  #bytesBefore = 0;
  #asksForOwner = false;
  /** of the file being read, by its chats' places */
  #seen: Seen[] = [];
  #byState = new Map<ConversationState, Seen>();
  #union!: Union;
  #tells = true;

  constructor(ctx: ServiceContext, task: ChatLook, spool: ChatSpool, control: JobControl) {
    this.#ctx = ctx;
    this.#task = task;
    this.#spool = spool;
    this.#control = control;
    this.#intake = new Intake((chunk) => this.#placeChunk(chunk), task.chunkRecords);
    this.#people = new ChatPeople(ctx, { accountId: task.accountId, batchId: 0, policy: task.people, recorder: null });
    this.#bytes = task.files.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#owner = ownerSaid(ctx, task.accountId, task.owner);
    this.#tellers = task.files.flatMap(({ source }) => source.ownerId ?? []);
  }

  async file(place: number, { source, bytes }: ChatLook['files'][number]): Promise<void> {
    const chats = await this.#spool.take(source, this.#control, (read) => this.#progress(read));
    this.#task.onSpooled?.(chats);
    this.#bytesBefore += bytes;
    this.#tally.add(chats.tally, place);
    this.#people.startFile(chats);
    this.#meet(chats);
    const told = chats.ownerId === null ? toldByOthers(chats, this.#tellers) : [chats.ownerId];
    const me = { ids: [...this.#owner.ids, ...told], names: this.#owner.names };
    this.#tells = chats.knowsMe || me.ids.length + me.names.length > 0;
    if (!this.#tells) this.#asksForOwner = true;
    else if (this.#seen.some(({ state }) => state.old)) {
      const speakers = speakersOf(chats, this.#people, me, ({ old }) => old);
      this.#union = new Union(this.#ctx.db, { batchId: 0, write: false, ...claimsOf(chats, speakers) });
      this.#intake.run(chats, speakers, () => {
        this.#control.checkCancelled();
        this.#progress(0);
      });
    }
    for (const seen of this.#seen) this.#conversations.push(this.#describe(place, chats, seen));
    if (!chats.knowsMe) this.#noteCandidates();
  }

  #progress(read: number): void {
    this.#control.progress('look', Math.min(this.#bytesBefore + read, this.#bytes), this.#bytes);
  }

  result(): ChatScan {
    const { read, problem, problems, problemCounts } = this.#tally;
    return {
      read,
      problem,
      conversations: this.#conversations,
      asksForOwner: this.#asksForOwner || this.#isNowhere(),
      ownerCandidates: [...this.#candidates.values()]
        .sort((a, b) => b.conversations - a.conversations || b.messages - a.messages)
        .slice(0, listedTalkers),
      owner: this.#owner,
      problems,
      problemCounts,
    };
  }

  /** Nobody of these files who is known by a wxid, or by a name alone, is known as her: all would be taken for the others' words. */
  #isNowhere(): boolean {
    if (this.#task.owner !== null) return false;
    const ids = new Set([...this.#owner.ids, ...this.#tellers]);
    const people = [...this.#candidates.values()];
    const [named, known] = [people.filter(({ id }) => id === null), people.filter(({ id }) => id !== null)];
    return (
      (named.length > 0 && !named.some(({ name }) => this.#owner.names.includes(name))) ||
      (known.length > 0 && !known.some(({ id }) => ids.has(id!)))
    );
  }

  /** The conversations of a file, and who talks in them. */
  #meet({ chats, voices }: SpooledChats): void {
    this.#seen = chats.map((chat) => ({ ...chat, known: 0, state: this.#people.conversation(chat.key), talkers: new Map() }));
    this.#byState = new Map(this.#seen.map((seen) => [seen.state, seen]));
    for (const { chat, senderId, senderName, system, messages, sample } of voices) {
      if (senderId === null && (senderName === '' || system)) continue;
      const { talkers } = this.#seen[chat]!;
      const who = senderId ?? `\n${senderName}`;
      const talker = talkers.get(who);
      const samples = sample === '' ? [] : [sample];
      if (talker) {
        talker.messages += messages;
        talker.samples = someOf(talker.samples, samples);
      } else talkers.set(who, { id: senderId, name: senderName, messages, samples });
    }
  }

  #placeChunk(chunk: Chunk): void {
    const { fates } = this.#union.place(chunk);
    for (let i = 0; i < chunk.size; i++) if (fates[i] !== fate.added) this.#byState.get(chunk.conversation(i))!.known++;
  }

  #describe(file: number, source: SpooledChats, seen: Seen): ScannedConversation {
    const head = source.conversations.find(({ key }) => key === seen.key);
    const { state } = seen;
    const externalId = head?.externalId ?? null;
    const kindKnown = state.group || (head?.group ?? null) !== null || externalId !== null;
    const group = state.group || (!kindKnown && seen.talkers.size > 2);
    return {
      file,
      key: seen.key,
      externalId,
      name: state.name,
      kind: group ? 'group' : 'private',
      kindKnown,
      messages: seen.messages,
      firstAt: seen.first,
      lastAt: seen.last,
      known: this.#tells ? seen.known : state.old ? null : 0,
      conversationId: state.id === 0 ? null : state.id,
      match: group ? null : this.#match(state, externalId),
      talkers: [...seen.talkers.values()]
        .sort((a, b) => b.messages - a.messages)
        .slice(0, listedTalkers)
        .map(({ id, name, messages }) => ({ id, name, messages })),
    };
  }

  /** By wxid or by the conversation itself; else one friend of exactly this name, which a person has to confirm. */
  #match(state: ConversationState, externalId: string | null): ScannedConversation['match'] {
    const { db } = this.#ctx;
    const name = "CASE remark WHEN '' THEN nickname ELSE remark END";
    if (state.friendId !== null)
      return {
        friendId: state.friendId,
        name: db.pluck(`SELECT ${name} FROM friends WHERE id = ?`).get(state.friendId) as string,
        how: 'sure',
      };
    const same = db
      .sql(
        `SELECT id AS friendId, ${name} AS name FROM friends WHERE account_id = ? AND (remark = ? OR (remark = '' AND nickname = ?))
           AND (? IS NULL OR wxid IS NULL) AND archived_at IS NULL LIMIT 2`,
      )
      .all(this.#task.accountId, state.name, state.name, externalId) as { friendId: number; name: string }[];
    return same.length === 1 ? { ...same[0]!, how: 'doubtful' } : null;
  }

  #noteCandidates(): void {
    for (const { talkers } of this.#seen)
      for (const [key, { id, name, messages, samples }] of talkers) {
        const known = this.#candidates.get(key);
        if (known) {
          known.messages += messages;
          known.conversations++;
          known.samples = someOf(known.samples, samples);
        } else this.#candidates.set(key, { id, name, messages, samples, conversations: 1 });
      }
  }
}
