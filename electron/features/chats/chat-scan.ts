import type { ChatScan, ScannedConversation } from '../../../shared/contracts/chats.ts';
import { messageDirections } from '../../../shared/domain/messages.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { bytesPerRecord, type ChatFileToImport, pushRecord, Tally } from './chat-import.ts';
import type { Chunk } from './chunk.ts';
import type { IncomingBatch, IncomingChats, IncomingRecord } from './incoming.ts';
import { Intake } from './intake.ts';
import { isTimely } from './message-id.ts';
import { directionOf, knownOwner, type Owner } from './owner.ts';
import { ChatPeople, type ConversationState, type PeoplePolicy } from './people.ts';
import { fate, Union } from './union.ts';

export interface ChatLook {
  files: ChatFileToImport[];
  accountId: number;
  owner: Owner | null;
  people: PeoplePolicy;
  chunkRecords?: number;
  coarseRecords?: number;
}

const listedTalkers = 200;

interface Talker {
  id: string | null;
  name: string;
  messages: number;
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
  const look = new Look(ctx, task, control);
  for (const [i, { source, bytes }] of task.files.entries()) await look.file(i, source, bytes);
  return look.result();
}

class Look {
  readonly #ctx: ServiceContext;
  readonly #task: ChatLook;
  readonly #control: JobControl;
  readonly #tally = new Tally();
  readonly #intake: Intake;
  readonly #people: ChatPeople;
  readonly #bytes: number;
  readonly #conversations: ScannedConversation[] = [];
  readonly #candidates = new Map<string, Talker & { conversations: number }>();
  readonly #owner: Owner;
  #bytesBefore = 0;
  #asksForOwner = false;
  /** of the file being read */
  #seen = new Map<string, Seen>();
  #byState = new Map<ConversationState, Seen>();
  #union!: Union;
  #tells = true;
  #me!: Owner;

  constructor(ctx: ServiceContext, task: ChatLook, control: JobControl) {
    this.#ctx = ctx;
    this.#task = task;
    this.#control = control;
    this.#intake = new Intake((chunk) => this.#placeChunk(chunk), task);
    this.#people = new ChatPeople(ctx, { accountId: task.accountId, batchId: 0, policy: task.people, recorder: null });
    this.#bytes = task.files.reduce((sum, { bytes }) => sum + bytes, 0);
    const remembered = knownOwner(ctx, task.accountId);
    this.#owner = {
      ids: [...new Set([...(task.owner?.ids ?? []), ...remembered.ids])],
      names: [...new Set([...(task.owner?.names ?? []), ...remembered.names])],
    };
  }

  async file(index: number, source: IncomingChats, bytes: number): Promise<void> {
    this.#seen = new Map();
    this.#byState = new Map();
    this.#people.startFile(source);
    this.#union = new Union(this.#ctx.db, 0, false, bytes / bytesPerRecord);
    this.#me = { ids: source.ownerId === null ? this.#owner.ids : [...this.#owner.ids, source.ownerId], names: this.#owner.names };
    this.#tells = source.knowsMe || this.#me.ids.length + this.#me.names.length > 0;
    if (!this.#tells) this.#asksForOwner = true;
    for await (const batch of source.records()) {
      this.#control.checkCancelled();
      this.#take(index, batch);
      this.#control.progress('look', Math.min(this.#bytesBefore + batch.bytesRead, this.#bytes), this.#bytes);
    }
    this.#intake.endFile();
    this.#bytesBefore += bytes;
    for (const seen of this.#seen.values()) this.#conversations.push(this.#describe(index, source, seen));
    if (!source.knowsMe) this.#noteCandidates();
  }

  result(): ChatScan {
    const { read, problem, problems, problemCounts } = this.#tally;
    return {
      read,
      problem,
      conversations: this.#conversations,
      asksForOwner: this.#asksForOwner,
      ownerCandidates: [...this.#candidates.values()]
        .sort((a, b) => b.conversations - a.conversations || b.messages - a.messages)
        .slice(0, listedTalkers),
      owner: this.#owner,
      problems,
      problemCounts,
    };
  }

  #take(file: number, batch: IncomingBatch): void {
    for (const problem of batch.problems) this.#tally.note(file, problem);
    const now = this.#ctx.clock.now();
    for (const record of batch.records) {
      if (!isTimely(record.at, now)) {
        this.#tally.note(file, { line: record.line, problem: 'timeOutOfRange', text: record.text });
        continue;
      }
      this.#tally.read++;
      const seen = this.#see(record);
      const { state } = seen;
      const maybeKnown = this.#tells && state.old && record.at / 1000 >= state.oldFrom && record.at / 1000 <= state.oldTo;
      if (!maybeKnown) continue;
      const direction = directionOf(record, this.#me);
      const talker = state.group && messageDirections[direction] === 'in' ? this.#people.talker(state, record) : 0;
      pushRecord(this.#intake.chunkFor(record.precision), state, talker, direction, record);
    }
  }

  #see(record: IncomingRecord): Seen {
    let seen = this.#seen.get(record.conversation);
    if (!seen) {
      const state = this.#people.conversation(record);
      seen = { key: record.conversation, messages: 0, first: record.at, last: record.at, known: 0, state, talkers: new Map() };
      this.#seen.set(record.conversation, seen);
      this.#byState.set(state, seen);
    }
    seen.messages++;
    if (record.at < seen.first) seen.first = record.at;
    if (record.at > seen.last) seen.last = record.at;
    if (record.senderId === null && (record.senderName === '' || record.kind === 'system')) return seen;
    const who = record.senderId ?? `\n${record.senderName}`;
    const talker = seen.talkers.get(who);
    if (talker) talker.messages++;
    else seen.talkers.set(who, { id: record.senderId, name: record.senderName, messages: 1 });
    return seen;
  }

  #placeChunk(chunk: Chunk): void {
    const { fates } = this.#union.place(chunk);
    for (let i = 0; i < chunk.size; i++) if (fates[i] !== fate.added) this.#byState.get(chunk.conversation(i))!.known++;
  }

  #describe(file: number, source: IncomingChats, seen: Seen): ScannedConversation {
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
      talkers: [...seen.talkers.values()].sort((a, b) => b.messages - a.messages).slice(0, listedTalkers),
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
    for (const { talkers } of this.#seen.values())
      for (const [key, { id, name, messages }] of talkers) {
        const known = this.#candidates.get(key);
        if (known) {
          known.messages += messages;
          known.conversations++;
        } else this.#candidates.set(key, { id, name, messages, conversations: 1 });
      }
  }
}
