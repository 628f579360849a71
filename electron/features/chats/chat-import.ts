import { statfsSync } from 'node:fs';
import type { ChatImportReport } from '../../../shared/contracts/chats.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { asStorageError } from '../../platform/db/storage-error.ts';
import { packIds } from '../../platform/id-pack.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { Recorder } from '../../platform/undo/recorder.ts';
import { finishConversations, finishFriends } from './chat-stats.ts';
import type { Chunk } from './chunk.ts';
import type { IncomingChats } from './incoming.ts';
import { indexMessages, sortsAnew, withDiskSort } from './index-sort.ts';
import { Intake } from './intake.ts';
import { type FileMark, rememberFile } from './known-files.ts';
import { dayEnd, secondOf } from './message-id.ts';
import { knownOwner, type Owner, rememberOwner, whoIsMe } from './owner.ts';
import { ChatPeople, type ChooseConversation, type ConversationState, type PeoplePolicy } from './people.ts';
import { claimsOf, speakersOf } from './speakers.ts';
import { ChatSpool, type SpooledChats } from './spool.ts';
import { Tally } from './tally.ts';
import { fate, Union } from './union.ts';

export interface ChatFileToImport {
  /** what is to be read, or what a look has read already */
  source: IncomingChats | SpooledChats;
  /** bytes of the file, for progress and the question whether the disk has room */
  bytes: number;
  /** takes the place of `people.mapping` for this file: two files may call two people by one name */
  choose?: ChooseConversation;
  /** by which the file is known when it comes again; absent = it is read again */
  mark?: FileMark;
}

export interface ChatImport {
  /** one after the other into one batch; each is united with what is there, with the files before it too */
  files: ChatFileToImport[];
  accountId: number;
  /** makes the row of the batch, inside the transaction, and says its id */
  openBatch(): number;
  /** completes that row, inside the transaction */
  closeBatch?(report: ChatImportReport): void;
  /** who the seller is in files that do not say; null = what the account remembers */
  owner: Owner | null;
  people: PeoplePolicy;
  /** records in memory at once; tests take fewer */
  chunkRecords?: number;
}

/** Beyond this many conversations a report names the largest only. */
const reportedConversations = 1000;

/**
 * Brings chats into the book: one batch, one transaction, in the worker (files are read before it begins). Nothing is
 * lost and nothing twice: `Union` says what is new. Law: read = added + duplicate + problem + leftOut.
 * @throws AppError `diskFull` (before anything is written), `cancelled` and whatever reading the files throws: the book is as it
 * was; `invalidInput` {fields: ['owner']} when a file does not say who the seller is and nobody else does; `notFound` (a friend)
 */
export async function importChat(ctx: ServiceContext, task: ChatImport, control: JobControl): Promise<ChatImportReport> {
  checkRoom(ctx, task.files);
  const spool = ChatSpool.inFolder(ctx, task.chunkRecords);
  try {
    const files = await readFiles(spool, task, control);
    const rows = recordsOf(files);
    const write = () => writeFiles(ctx, task, files, control);
    return sortsAnew(ctx.db, rows) ? withDiskSort(ctx.db, rows, write) : write();
  } catch (error) {
    throw asStorageError(error);
  } finally {
    spool.close();
  }
}

function writeFiles(ctx: ServiceContext, task: ChatImport, files: SpooledChats[], control: JobControl): ChatImportReport {
  const { raw } = ctx.db;
  raw.exec('BEGIN IMMEDIATE');
  try {
    const run = new ImportRun(ctx, task, files, control);
    const report = run.all();
    task.closeBatch?.(report);
    control.checkCancelled();
    raw.exec('COMMIT');
    ctx.announce({ topics: ['chats', 'friends', 'imports', 'trust'], hint: { friendIds: run.touchedFriends } });
    return report;
  } catch (error) {
    if (raw.inTransaction) raw.exec('ROLLBACK');
    throw error;
  }
}

/** Reads what no look has read. */
async function readFiles(spool: ChatSpool, task: ChatImport, control: JobControl): Promise<SpooledChats[]> {
  const files: SpooledChats[] = [];
  const all = bytesOf(task.files);
  let before = 0;
  for (const { source, bytes } of task.files) {
    const onBatch = (read: number) => control.progress('look', Math.min(before + read, all), all);
    files.push('spool' in source ? source : await spool.take(source, control, onBatch));
    before += bytes;
  }
  spool.rest();
  return files;
}

const recordsOf = (files: SpooledChats[]): number => files.reduce((sum, { records }) => sum + records, 0);

const bytesOf = (files: ChatFileToImport[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** A full disk in the middle is survived, but costs her the minutes until then. */
function checkRoom(ctx: ServiceContext, files: ChatFileToImport[]): void {
  const needed = 2 * bytesOf(files);
  const { bavail, bsize } = statfsSync(ctx.dataDir);
  if (bavail * bsize < needed) throw new AppError('diskFull', { neededMb: Math.ceil((needed - bavail * bsize) / 1e6) });
}

class ImportRun {
  readonly #ctx: ServiceContext;
  readonly #task: ChatImport;
  readonly #files: SpooledChats[];
  readonly #control: JobControl;
  readonly #batchId: number;
  readonly #people: ChatPeople;
  readonly #recorder: Recorder;
  readonly #intake: Intake;
  readonly #tally = new Tally();
  readonly #records: number;
  /** wxids of the seller by what the files say */
  readonly #tellers: string[];
  #union!: Union;
  #leftOut = 0;
  /** places of the files of which nothing was left out and nothing unreadable */
  readonly #whole: number[] = [];
  #claims = 0;
  #recordsBefore = 0;
  touchedFriends: number[] = [];

  constructor(ctx: ServiceContext, task: ChatImport, files: SpooledChats[], control: JobControl) {
    this.#ctx = ctx;
    this.#task = task;
    this.#files = files;
    this.#tellers = files.flatMap(({ ownerId }) => ownerId ?? []);
    this.#control = control;
    this.#batchId = task.openBatch();
    this.#recorder = new Recorder(ctx.db, ctx.undoTables);
    this.#people = new ChatPeople(ctx, {
      accountId: task.accountId,
      batchId: this.#batchId,
      policy: task.people,
      recorder: this.#recorder,
    });
    this.#intake = new Intake((chunk) => this.#placeChunk(chunk), task.chunkRecords);
    this.#records = recordsOf(files);
    ctx.db
      .sql("INSERT INTO chat_batches (batch_id, account_id, chunks, friend_baseline, created_at) VALUES (?, ?, 0, '{}', ?)")
      .run(this.#batchId, task.accountId, ctx.clock.now());
  }

  all(): ChatImportReport {
    const { db } = this.#ctx;
    const rebuild = sortsAnew(db, this.#records);
    if (rebuild) db.raw.exec('DROP INDEX messages_conversation');
    for (const [i, chats] of this.#files.entries()) {
      this.#oneFile(i, chats);
      this.#recordsBefore += chats.records;
    }
    if (rebuild) {
      this.#control.progress('index', 0, 0);
      indexMessages(db);
    }
    return this.#finish();
  }

  #oneFile(place: number, chats: SpooledChats): void {
    this.#people.startFile(chats, this.#task.files[place]!.choose);
    const { accountId, owner: said } = this.#task;
    const owner = whoIsMe(this.#ctx, chats, { accountId, said, others: this.#tellers });
    this.#tally.add(chats.tally, place);
    const speakers = speakersOf(chats, this.#people, owner, ({ leftOut }) => !leftOut);
    this.#union = new Union(this.#ctx.db, { batchId: this.#batchId, write: true, ...claimsOf(chats, speakers) });
    const leftOut = chats.voices.reduce((sum, { messages }, i) => (speakers[i] === null ? sum + messages : sum), 0);
    this.#leftOut += leftOut;
    if (leftOut === 0 && chats.tally.problem === 0) this.#whole.push(place);
    this.#intake.run(chats, speakers, (records) => {
      this.#control.checkCancelled();
      this.#control.progress('read', this.#recordsBefore + records, this.#records);
    });
  }

  #placeChunk(chunk: Chunk): void {
    const { fates, ids, older } = this.#union.place(chunk);
    for (let i = 0; i < chunk.size; i++) {
      const state = chunk.conversation(i);
      if (fates[i] === fate.added) this.#countAdded(state, ids[i]!, chunk.direction(i), chunk.precision(i));
      else if (fates[i] === fate.shared) state.shared++;
      else state.repeated++;
    }
    if (older.length > 0)
      this.#ctx.db
        .sql('INSERT INTO chat_batch_claims (batch_id, chunk_no, first_id, last_id, ids) VALUES (?, ?, ?, ?, ?)')
        .run(this.#batchId, this.#claims++, older[0], older.at(-1), packIds(older));
  }

  #countAdded(state: ConversationState, id: number, direction: number, precision: number): void {
    const second = secondOf(id);
    state.added++;
    if (second < state.from) state.from = second;
    if (second > state.to) state.to = second;
    if (precision !== 0) state.hasCoarse = state.recount = true;
    if (direction === 0) {
      state.inCount++;
      if (second > state.lastIn) state.lastIn = second;
    } else if (direction === 1) {
      state.outCount++;
      if (second > state.lastOut) state.lastOut = second;
    } else return;
    // a new conversation is brought in the order of time
    if (second >= state.dayEnd) {
      state.dayEnd = dayEnd(second);
      state.sides = 0;
    }
    if (state.sides === (direction === 0 ? 2 : 1)) {
      state.twoWayDays++;
      state.sides = 3;
    } else if (state.sides === 0) state.sides = direction === 0 ? 1 : 2;
  }

  #finish(): ChatImportReport {
    const { db } = this.#ctx;
    this.#control.progress('finish', 0, 0);
    const states = this.#people.all();
    const tally = this.#tally;
    let [added, duplicate] = [0, 0];
    for (const state of states) {
      added += state.added;
      duplicate += state.shared + state.repeated;
    }
    this.#announceFriends();
    this.#people.finish();
    finishConversations(this.#ctx, this.#batchId, states);
    const friends = new Set<number>(this.#people.moved);
    for (const { added, friendId, isNew } of states) if (friendId !== null && (added > 0 || isNew)) friends.add(friendId);
    finishFriends(this.#ctx, [...friends]);
    this.touchedFriends = [...new Set([...friends, ...this.#people.friends])];
    db.sql('UPDATE chat_batches SET chunks = ? WHERE batch_id = ?').run(this.#claims, this.#batchId);
    if (this.#task.owner) rememberOwner(this.#ctx, this.#task.accountId, this.#task.owner, this.#files);
    this.#rememberFiles();
    return {
      batchId: this.#batchId,
      read: tally.read,
      added,
      duplicate,
      problem: tally.problem,
      leftOut: this.#leftOut,
      friendsCreated: this.#people.friends.length,
      conversationCount: states.filter((state) => state.id !== 0).length,
      conversations: states
        .filter((state) => state.id !== 0)
        .sort((a, b) => b.added - a.added || a.id - b.id)
        .slice(0, reportedConversations)
        .map((state) => ({
          conversationId: state.id,
          name: state.name,
          kind: state.group ? ('group' as const) : ('private' as const),
          friendId: state.friendId,
          isNew: state.isNew,
          added: state.added,
          duplicate: state.shared + state.repeated,
        })),
      problems: tally.problems,
      problemCounts: tally.problemCounts,
    };
  }

  #rememberFiles(): void {
    const owner = knownOwner(this.#ctx, this.#task.accountId);
    for (const place of this.#whole) {
      const { mark } = this.#task.files[place]!;
      if (mark) rememberFile(this.#ctx, { batchId: this.#batchId, place, mark, chats: this.#files[place]!, owner });
    }
  }

  /** Others hang their first rows on new friends; how many is kept, to tell later whether somebody worked on them. */
  #announceFriends(): void {
    const { friends } = this.#people;
    if (friends.length === 0) return;
    const ids = Uint32Array.from(friends);
    this.#recorder.inserted('friends', ids);
    this.#ctx.emit(this.#recorder, 'friends.created', { ids, at: this.#ctx.clock.now(), author: 'import' });
    const baseline: Record<string, number> = {};
    for (const { op, table, ids: rows } of this.#recorder.steps)
      if (op === 'inserted' && table !== 'friends') baseline[table] = (baseline[table] ?? 0) + Math.round(rows!.length / friends.length);
    this.#ctx.db.sql('UPDATE chat_batches SET friend_baseline = ? WHERE batch_id = ?').run(JSON.stringify(baseline), this.#batchId);
  }
}
