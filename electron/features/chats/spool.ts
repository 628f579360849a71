import { join } from 'node:path';
import { messageKinds, timePrecisions } from '../../../shared/domain/messages.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import type { IncomingBatch, IncomingChats, IncomingConversation, IncomingRecord } from './incoming.ts';
import { isTimely, sourceKeyOf, spanStart } from './message-id.ts';
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
    for await (const batch of source.records()) {
      control.checkCancelled();
      this.#takeBatch(batch, voices, tally);
      onBatch(batch.bytesRead);
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

  #takeBatch({ records, problems }: IncomingBatch, voices: Voices, tally: Tally): void {
    for (const problem of problems) tally.note(problem);
    for (const record of records) {
      if (isTimely(record.at, this.#now)) {
        this.#takeRecord(record, voices);
        tally.read++;
      } else tally.note({ line: record.line, problem: 'timeOutOfRange', text: record.text });
    }
  }

  #takeRecord(record: IncomingRecord, voices: Voices): void {
    const { precision, serverId } = record;
    this.#sorter.add(
      precisionPlaces.get(precision)!,
      spanStart(Math.floor(record.at / 1000), precision),
      voices.note(record),
      kindPlaces.get(record.kind)!,
      serverId === null ? -1 : sourceKeyOf(serverId),
      record.text,
    );
  }
}
