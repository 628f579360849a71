import type { ActiveHours, KeywordHits, SearchMessagesInput, SearchStatus } from '../../../shared/contracts/search.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { waitingErasures } from '../chats/index.ts';
import { bestCellOfEach, bestHourOfEach, hoursOfFriend, hoursOfSegment, refreshHours } from './hours.ts';
import { eraseMessages, indexStep, tidyStep } from './indexer.ts';
import { type Keywords, keywordHits } from './keywords.ts';
import { indexingOf, pendingBatches } from './pending.ts';
import { type Answer, searchMessages, searchStatus } from './search.queries.ts';
import { closeSearch, isDamage, removeSearch, searchReader, searchWriter } from './search-db.ts';

/** All reading of messages at length happens in the reader: it must not wait behind an import, nor hold up the host. */
const reading = { writes: false, heavy: () => true, thread: 'reader' } as const;

export const searchMessagesCommand = defineCommand<SearchMessagesInput, Answer>({
  ...reading,
  name: 'search.messages',
  run: (ctx, input) => searchMessages(ctx, input),
});

export const searchStatusCommand = defineCommand<null, { result: SearchStatus; damaged: boolean }>({
  ...reading,
  name: 'search.status',
  run: (ctx) => searchStatus(ctx),
});

/** `friendIds` = a segment, null = everybody; `now` = ms UTC: a worker's clock is none of the host's */
export const activeHoursCommand = defineCommand<
  { friendId: number; now: number } | { friendIds: Uint32Array | null; now: number },
  ActiveHours
>({
  ...reading,
  name: 'search.hours',
  run: (ctx, input) =>
    withReader(ctx, (search) =>
      'friendId' in input ? hoursOfFriend(ctx, search, input.friendId, input.now) : hoursOfSegment(search, input.friendIds, input.now),
    ),
});

/** See bestCellOfEach; for commands of the reader. */
export const bestCellsOf = (ctx: ServiceContext, friendIds: readonly number[], now: number): Int16Array =>
  withReader(ctx, (search) => bestCellOfEach(search, friendIds, now));

/** See bestHourOfEach. */
export const bestHoursCommand = defineCommand<{ friendIds: number[]; weekday: number; now: number }, ReturnType<typeof bestHourOfEach>>({
  ...reading,
  name: 'search.bestHours',
  run: (ctx, { friendIds, weekday, now }) => withReader(ctx, (search) => bestHourOfEach(search, friendIds, weekday, now)),
});

export const keywordHitsCommand = defineCommand<{ friendId: number; keywords: Keywords }, KeywordHits>({
  ...reading,
  name: 'search.keywordHits',
  run: (ctx, { friendId, keywords }) => keywordHits(ctx, friendId, keywords),
});

/** Lets go of search.db in the reader, before the worker replaces the file. */
export const releaseSearchCommand = defineCommand<null, null>({
  ...reading,
  name: 'search.release',
  run(ctx) {
    closeSearch(ctx);
    return null;
  },
});

/** How long the worker stays at it before others in its queue get their turn, in ms. */
const turnMs = 800;

export interface IndexTurn {
  /** there is more to do */
  more: boolean;
  /** search.db is broken: it has to be made anew (`fresh`) once nobody else has it open */
  damaged: boolean;
  /** null = all messages are in the index */
  indexing: { done: number; total: number } | null;
}

/**
 * Brings search.db up to date with the book, for one turn: messages of imports first, then friends' hours, then its own order.
 * Writes nothing to the book, so nobody who does has to wait for it longer than a turn.
 */
export const indexCommand = defineCommand<{ fresh: boolean }, IndexTurn>({
  name: 'search.index',
  writes: false,
  heavy: () => true,
  run(ctx, { fresh }, control) {
    if (fresh) removeSearch(ctx);
    const until = ctx.clock.now() + turnMs;
    try {
      const search = searchWriter(ctx);
      let more = true;
      while (more && ctx.clock.now() < until) {
        control.checkCancelled();
        more = indexStep(ctx, search, control);
        if (more) continue;
        refreshHours(ctx, search, control);
        more = tidyStep(ctx, search, control);
        // what was written meanwhile lies in the log beside the file until now; searches are over in a moment
        if (!more) search.raw.pragma('wal_checkpoint(TRUNCATE)');
      }
      return { more, damaged: false, indexing: indexingOf(pendingBatches(ctx, search)) };
    } catch (error) {
      if (!isDamage(error) || isBookDamaged(ctx)) throw error;
      closeSearch(ctx);
      return { more: true, damaged: true, indexing: null };
    }
  },
});

/** Takes the words of all erased messages out of search.db, as the book has noted them; says which notes can be forgotten. */
export const eraseWordsCommand = defineCommand<null, { notes: number[]; damaged: boolean }>({
  name: 'search.erase',
  writes: false,
  heavy: () => true,
  run(ctx) {
    const { notes, messageIds } = waitingErasures(ctx);
    try {
      if (notes.length > 0) eraseMessages(ctx, searchWriter(ctx), messageIds);
      return { notes, damaged: false };
    } catch (error) {
      if (!isDamage(error) || isBookDamaged(ctx)) throw error;
      closeSearch(ctx);
      return { notes: [], damaged: true };
    }
  },
});

export const searchCommands: AnyCommand[] = [
  searchMessagesCommand,
  searchStatusCommand,
  activeHoursCommand,
  bestHoursCommand,
  keywordHitsCommand,
  releaseSearchCommand,
  indexCommand,
  eraseWordsCommand,
];

/** Hours are told without search.db where it is broken; the next search sees to it. */
function withReader<T>(ctx: ServiceContext, work: (search: Database | null) => T): T {
  try {
    return work(searchReader(ctx));
  } catch (error) {
    if (!isDamage(error)) throw error;
    return work(null);
  }
}

/** Tells whether it is the book itself that cannot be read, which making search.db anew would not heal. */
function isBookDamaged({ db }: ServiceContext): boolean {
  try {
    db.pluck('SELECT count(*) FROM chat_batches').get();
    db.pluck('SELECT max(length(content)) FROM (SELECT content FROM messages ORDER BY id DESC LIMIT 1000)').get();
    return false;
  } catch (error) {
    return isDamage(error);
  }
}
