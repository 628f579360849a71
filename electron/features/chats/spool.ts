import { join } from 'node:path';
import { messageKinds, timePrecisions } from '../../../shared/domain/messages.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import {
  type IncomingChats,
  type IncomingConversation,
  type IncomingProblem,
  type IncomingRecord,
  type IncomingSink,
  type IncomingVoice,
  pourBatches,
} from './incoming.ts';
import { isTimely, latestTimely, sourceKeyOf, sourceKeyOfDigits, spanStart } from './message-id.ts';
import { SpoolFile } from './spool-file.ts';
import { type Run, RunSorter } from './spool-runs.ts';
import { Tally } from './tally.ts';
import type { LetterCount } from './utf8.ts';
import { type Voice, type VoicedChat, Voices } from './voices.ts';

/** The chats of one file, read and put in the order of time; their words lie in the spool. */
export interface SpooledChats {
  spool: ChatSpool;
  ownerId: string | null;
  knowsMe: boolean;
  /** what the file says of its conversations, all of it */
  conversations: IncomingConversation[];
  chats: VoicedChat[];
  voices: Voice[];
  /** `read` = with what could not be taken in */
  tally: Tally;
  /** records that wait in the spool, and whether any of them is known to the minute or the day only */
  records: number;
  coarse: boolean;
  /** of their words */
  letters: LetterCount;
  /** in order each: exact ones, then those of a minute, then those of a day, by time each */
  runs: Run[];
}

const kindPlaces = new Map(messageKinds.map((kind, place) => [kind, place]));
const precisionPlaces = new Map(timePrecisions.map((precision, place) => [precision, place]));

/**
 * Where files of chats wait between the look and the import: read once only, in the order of time, whatever the order of the file.
 * So the import writes every page of the book once, and neighbours in time meet whatever lies between them in the file.
 */
export class ChatSpool {
  readonly #file: SpoolFile;
  readonly #sorter: RunSorter;
  readonly #now: number;
  closed = false;

  /**
   * @param path of a file of ours that is not there yet; made only when much has to wait
   * @param now ms UTC; what is later than tomorrow is a problem of the file
   * @param runRecords records sorted at once; tests take fewer
   */
  constructor(path: string, now: number, runRecords?: number) {
    this.#file = new SpoolFile(path);
    this.#sorter = new RunSorter(this.#file, runRecords);
    this.#now = now;
  }

  /** One that closes with its import. */
  static inFolder({ dataDir, ids, clock }: ServiceContext, runRecords?: number): ChatSpool {
    return new ChatSpool(join(dataDir, 'staging', ids.token('chats')), clock.now(), runRecords);
  }

  /** For the readers of runs. */
  get file(): SpoolFile {
    return this.#file;
  }

  /** Reads a file to its end. @throws AppError `cancelled`, what reading the file throws, what a full disk says */
  async take(source: IncomingChats, control: JobControl, onBatch: (bytesRead: number) => void): Promise<SpooledChats> {
    const voices = new Voices();
    const tally = new Tally();
    this.#sorter.begin();
    const intake = new SpoolSink(this.#sorter, voices, tally, this.#now);
    for await (const { bytesRead } of 'pour' in source ? source.pour(intake) : pourBatches(source.records(), intake)) {
      control.checkCancelled();
      onBatch(bytesRead);
    }
    const sorted = this.#sorter.end();
    const { ownerId, knowsMe, conversations } = source;
    return { spool: this, ownerId, knowsMe, conversations, chats: voices.chats, voices: voices.all, tally, ...sorted };
  }

  /** All files are read: what waits for its import lies on the disk. */
  rest(): void {
    this.#sorter.rest();
  }

  /** Gives the room back: nothing can be read any more. May be called twice. */
  close(): void {
    this.closed = true;
    this.#file.close();
  }
}

/** Counts who says what, and hands it to be sorted. */
class SpoolSink implements IncomingSink {
  readonly latest: number;
  readonly #sorter: RunSorter;
  readonly #voices: Voices;
  readonly #tally: Tally;
  readonly #now: number;
  /** places in `#voices`, by the numbers of the reader */
  readonly #places: number[] = [];

  constructor(sorter: RunSorter, voices: Voices, tally: Tally, now: number) {
    this.latest = latestTimely(now);
    this.#sorter = sorter;
    this.#voices = voices;
    this.#tally = tally;
    this.#now = now;
  }

  problem(problem: IncomingProblem): void {
    this.#tally.note(problem);
  }

  record(record: IncomingRecord): void {
    const { at, precision, serverId } = record;
    if (!isTimely(at, this.#now)) {
      this.problem({ line: record.line, problem: 'timeOutOfRange', text: record.text });
      return;
    }
    this.#sorter.add(
      precisionPlaces.get(precision)!,
      spanStart(Math.floor(at / 1000), precision),
      this.#voices.note(record),
      kindPlaces.get(record.kind)!,
      serverId === null ? -1 : sourceKeyOf(serverId),
      record.text,
    );
    this.#tally.read++;
  }

  plain(voice: IncomingVoice, at: number, bytes: Uint8Array, words: number, wordsEnd: number, id: number, idEnd: number): void {
    const voices = this.#voices;
    let place = this.#places[voice.number];
    if (place === undefined) {
      place = voices.placeOf(voice);
      this.#places[voice.number] = place;
    }
    voices.again(place, at);
    if (voice.kind === 'text' && voices.wantsSample(place)) voices.sample(place, textOf(bytes, words, wordsEnd));
    const key = id === idEnd ? -1 : sourceKeyOfDigits(bytes, id, idEnd);
    this.#sorter.addBytes(Math.floor(at / 1000), place, kindPlaces.get(voice.kind)!, key, bytes, words, wordsEnd);
    this.#tally.read++;
  }
}

const textOf = ({ buffer, byteOffset }: Uint8Array, from: number, end: number): string =>
  Buffer.from(buffer, byteOffset + from, end - from).toString();
