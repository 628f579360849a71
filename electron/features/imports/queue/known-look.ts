import type { ChatQueueScan, ChatSelection } from '../../../../shared/contracts/import-queue.ts';
import type { ServiceContext } from '../../../platform/context.ts';
import type { JobControl } from '../../../platform/jobs/command.ts';
import { filesLike, type KnownFile, type Owner, ownerSaid } from '../../chats/index.ts';
import { chatReaderVersion } from '../formats/chats/chat-reader.ts';
import type { QueueEntry } from './queue.ts';
import { hashOf } from './watched-file.ts';

/**
 * The short way of a look: every file is, byte by byte, one that an import which still stands took in whole, and would be read as it was
 * then. So each of its records has its message in the book, and none has to be read. null = the files have to be looked through.
 * @throws AppError `cancelled`, what reading a file throws
 */
export async function lookAtKnown(
  ctx: ServiceContext,
  task: ChatSelection & { said: Owner | null },
  entries: readonly QueueEntry[],
  control: JobControl,
): Promise<ChatQueueScan | null> {
  const owner = ownerSaid(ctx, task.accountId, task.said);
  const alike = (entry: QueueEntry): KnownFile[] => {
    // what pasted text says hangs on the day it is pasted
    if (entry.pasted) return [];
    const { path, size } = entry.file;
    const by = { path, bytes: size, readerVersion: chatReaderVersion, missingDate: task.missingDate ?? null };
    return filesLike(ctx, { ...by, accountId: task.accountId, owner });
  };
  // before any is read: one that is new decides for all
  if (!entries.every((entry) => alike(entry).length > 0)) return null;
  const all = entries.reduce((sum, { file }) => sum + file.size, 0);
  let bytes = 0;
  const hashing = new Hashing((more) => {
    control.checkCancelled();
    bytes += more;
    control.progress('look', Math.min(bytes, all), all);
  });
  let [records, at] = [0, 0];
  for (const entry of entries) {
    const { sha256, besides } = await hashing.of(entry, alike(entry));
    // asked again: reading takes a while, and what was known may have been taken back meanwhile
    const known = alike(entry).find((one) => one.sha256 === sha256 && besides.has(JSON.stringify(one.beside)));
    if (!known) return null;
    records += known.records;
    at = Math.max(at, known.at);
  }
  return answer(task.queueId, records, at);
}

/** Hashes of the files of a look, each reckoned once: many may ask for the same one beside them. */
class Hashing {
  readonly #onPiece: (bytes: number) => void;
  readonly #known = new Map<string, string | null>();

  constructor(onPiece: (bytes: number) => void) {
    this.#onPiece = onPiece;
  }

  /** Its hash, and those lists of files beside that lie beside it today as they did then (as JSON). */
  async of({ file }: QueueEntry, alike: readonly KnownFile[]): Promise<{ sha256: string; besides: Set<string> }> {
    const sha256 = await hashOf(file, this.#onPiece);
    const besides = new Set<string>();
    for (const { beside } of alike) if (await this.#standsBeside(file, beside)) besides.add(JSON.stringify(beside));
    return { sha256, besides };
  }

  async #standsBeside(file: QueueEntry['file'], beside: KnownFile['beside']): Promise<boolean> {
    for (const [path, sha256] of Object.entries(beside)) {
      let found = this.#known.get(path);
      if (found === undefined) {
        const other = file.sibling(path);
        found = other && (await hashOf(other, () => this.#onPiece(0)));
        this.#known.set(path, found);
      }
      if (found !== sha256) return false;
    }
    return true;
  }
}

const answer = (queueId: string, read: number, at: number): ChatQueueScan => ({
  queueId,
  again: { at },
  conversations: [],
  knowsMe: true,
  people: [],
  me: [],
  remembers: false,
  suggestedMe: null,
  otherAccount: null,
  read,
  problems: { total: 0, counts: {}, rows: [] },
  damagedIds: 0,
  mojibakeShare: 0,
  mojibakeFile: null,
});
