import { AppError } from '../../../../shared/errors.ts';
import { type FileMark, type IncomingSink, isTimely, type LetterCount, type PouredChats, pourBatches } from '../../chats/index.ts';
import { chatReaderVersion } from '../formats/chats/chat-reader.ts';
import type { ChatProblem, ChatSink, ChatSource } from '../formats/chats/chat-source.ts';
import { openChat } from '../formats/chats/open-chat.ts';
import { openPastedChat } from '../formats/chats/readers/texts.ts';
import type { QueueEntry } from './queue.ts';
import { WatchedFile } from './watched-file.ts';

/** Beyond this share of lost characters somebody has to say that this is all right. */
export const mojibakeLimit = 0.001;

/**
 * The chats of one item, opened when their turn comes and let go when the next one's does: a thousand open workbooks would fill the
 * memory. Opened anew with every `pour`.
 */
export class LazySource implements PouredChats {
  readonly #entry: QueueEntry;
  readonly #date: string | null;
  readonly #me: readonly string[];
  readonly #now: number;
  readonly #turn: { holder: LazySource | null };
  readonly #onProblem: (problem: ChatProblem) => void;
  #source: ChatSource | null = null;
  /** records whose id on the platform a spreadsheet has rounded */
  damagedIds = 0;
  /** by which the file is known when it comes again, once all its records were read; null = text that was pasted */
  mark: FileMark | null = null;

  constructor(options: {
    entry: QueueEntry;
    date: string | null;
    /** names of the seller: pasted text is called by the others */
    me?: readonly string[];
    /** ms UTC; what claims to be from later is a problem like those that the reader finds */
    now: number;
    /** shared by the sources of one run */
    turn: { holder: LazySource | null };
    onProblem?: (problem: ChatProblem) => void;
  }) {
    this.#entry = options.entry;
    this.#date = options.date;
    this.#me = options.me ?? [];
    this.#now = options.now;
    this.#turn = options.turn;
    this.#onProblem = options.onProblem ?? (() => {});
  }

  get ownerId(): string | null {
    return this.#source ? this.#source.ownerId : this.#entry.ownerId;
  }

  get knowsMe(): boolean {
    return this.#source ? this.#source.knowsMe : this.#entry.item.knowsMe === true;
  }

  get conversations(): ChatSource['conversations'] {
    return this.#source?.conversations ?? [];
  }

  async *pour(sink: IncomingSink): AsyncGenerator<{ bytesRead: number }> {
    this.#turn.holder?.close();
    this.#turn.holder = this;
    const watched = new WatchedFile(this.#entry.file);
    const source = await open(this.#entry, watched, this.#date, this.#me);
    this.#source = source;
    const checked = this.#checked(sink);
    for await (const read of source.pour?.(checked) ?? pourBatches(source.records(), checked)) {
      this.damagedIds += read.damagedIds ?? 0;
      yield read;
    }
    if (this.#entry.pasted) return;
    const { path, size: bytes } = watched;
    this.mark = { path, bytes, ...(await watched.hashes()), readerVersion: chatReaderVersion, missingDate: this.#date };
  }

  /** Hears of what cannot be taken in, on its way to a sink. */
  #checked(sink: IncomingSink): ChatSink {
    const problem = (found: ChatProblem) => {
      this.#onProblem(found);
      sink.problem(found);
    };
    return {
      latest: sink.latest,
      problem,
      record: (record) => {
        if (isTimely(record.at, this.#now)) sink.record(record);
        else problem({ line: record.line, problem: 'timeOutOfRange', text: record.text.slice(0, 80) });
      },
      plain: sink.plain.bind(sink),
    };
  }

  close(): void {
    this.#source = null;
  }
}

async function open(
  { file: { label }, pasted }: QueueEntry,
  file: WatchedFile,
  date: string | null,
  me: readonly string[],
): Promise<ChatSource> {
  const source = pasted ? await openPastedChat(pasted.text, pasted.at, date, me) : await openChat(file, { date });
  if (!source) throw new AppError('fileChanged', { name: label });
  return source;
}

/** Of all files together, and the file that lost most. */
export function lettersOf(files: readonly { letters: LetterCount; label: string }[]): { share: number; file: string | null } {
  let all = 0;
  let lost = 0;
  let worst = { share: mojibakeLimit, file: null as string | null };
  for (const { letters, label } of files) {
    all += letters.all;
    lost += letters.lost;
    const share = letters.all === 0 ? 0 : letters.lost / letters.all;
    if (share > worst.share) worst = { share, file: label };
  }
  return { share: all === 0 ? 0 : lost / all, file: worst.file };
}
