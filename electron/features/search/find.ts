import { type MessageKind, messageKinds } from '../../../shared/domain/messages.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { slots } from '../chats/index.ts';
import type { FoundRow, Scope } from './scope.ts';
import { bucketSeconds, generations, seasonBuckets } from './search-db.ts';
import { contentLike, likePattern, phraseOf, seasonLead } from './search-text.ts';

/** Kinds that carry no words of anybody: their text is a placeholder or a path. */
const silentKinds: readonly MessageKind[] = ['picture', 'video', 'emoji'];
/** By place in messageKinds: whether a search looks at it. */
export const isSearched: readonly boolean[] = messageKinds.map((kind) => !silentKinds.includes(kind));

const columns = 'id, conversation_id AS conversationId, talker_id AS talkerId, direction, kind, precision, content FROM messages';
// one by one: a list would be a table of its own, made anew for every bucket
const silent = silentKinds.map((kind) => `kind <> ${messageKinds.indexOf(kind)}`).join(' AND ');
const found = `${silent} AND ${contentLike} ORDER BY id DESC`;

/** Up to this many messages are read through directly: quicker than asking the index about the whole book. */
const walkedMessages = 20_000;
/** Messages looked through between two looks at the clock. */
const stepMessages = 2000;

export interface Finding {
  /** newest first */
  rows: FoundRow[];
  /** all ids from here on were searched; 0 = everything was */
  reached: number;
}

export interface Quest {
  /** well formed, not empty */
  text: string;
  scope: Scope;
  /** ids below this only */
  below: number;
  /** rows wanted at most */
  limit: number;
  /** whether the time of this answer is over */
  spent(): boolean;
}

/**
 * The newest messages that hold a text, by the way that suits. Each row found answers to LIKE in the book itself, and with all
 * messages in the index, or `index` null, every row that does is found. Call it within one read transaction.
 */
export function find(ctx: ServiceContext, index: Database | null, quest: Quest): Finding {
  const { conversations, size } = quest.scope;
  if (conversations && size <= walkedMessages) return walkConversations(ctx, conversations, quest);
  return index ? askIndex(ctx, index, quest) : walkAll(ctx, quest);
}

class Collector {
  readonly rows: FoundRow[] = [];
  readonly #quest: Quest;

  constructor(quest: Quest) {
    this.#quest = quest;
  }

  /** @returns the finding, once there are as many rows as wanted; rows come newest first */
  add(rows: FoundRow[]): Finding | null {
    const { scope, limit } = this.#quest;
    for (const row of rows) {
      if (!scope.admits(row)) continue;
      this.rows.push(row);
      if (this.rows.length === limit) return { rows: this.rows, reached: row.id };
    }
    return null;
  }
}

/** Few messages: LIKE through the index of each conversation. */
function walkConversations({ db }: ServiceContext, conversations: number[], quest: Quest): Finding {
  const { scope, below, text } = quest;
  const statement = db.sql(`SELECT ${columns} WHERE conversation_id = ? AND id >= ? AND id < ? AND ${found}`);
  const top = Math.min(below, scope.to);
  const rows = conversations.flatMap((id) => statement.all(id, scope.from, top, likePattern(text)) as FoundRow[]);
  if (conversations.length > 1) rows.sort((a, b) => b.id - a.id);
  const collector = new Collector(quest);
  return collector.add(rows) ?? { rows: collector.rows, reached: 0 };
}

/** The index names buckets, season by season, newest first; what they hold is looked at in the book. */
function askIndex({ db }: ServiceContext, index: Database, quest: Quest): Finding {
  const { scope, text, spent } = quest;
  const top = Math.min(quest.below, scope.to);
  const collector = new Collector(quest);
  const nothingOlder = (): Finding => ({ rows: collector.rows, reached: 0 });
  // one by one: asked for both, SQLite walks through all
  const oldest = index.pluck('SELECT min(id) FROM words_docsize').get() as number | null;
  const newest = index.pluck('SELECT max(id) FROM words_docsize').get() as number | null;
  if (oldest === null || newest === null || top <= scope.from) return nothingOlder();
  const lowest = Math.max(bucketOf(scope.from), Math.floor(oldest / generations));
  let highest = Math.min(bucketOf(top - 1), Math.floor(newest / generations));
  const inBucket = db.sql(`SELECT ${columns} WHERE id >= ? AND id < ? AND ${found}`);
  const pattern = likePattern(text);
  for (; highest >= lowest; ) {
    const season = Math.floor(highest / seasonBuckets);
    for (const bucket of bucketsOf(index, text, season, lowest, highest)) {
      const start = bucket * bucketSeconds * slots;
      const from = Math.max(start, scope.from);
      const done = collector.add(inBucket.all(from, Math.min(start + bucketSeconds * slots, top), pattern) as FoundRow[]);
      if (done) return done;
      if (spent()) return { rows: collector.rows, reached: from };
    }
    highest = season * seasonBuckets - 1;
    if (highest >= lowest && spent()) return { rows: collector.rows, reached: Math.max((highest + 1) * bucketSeconds * slots, scope.from) };
  }
  return nothingOlder();
}

/** Buckets of one season that hold the characters of a text side by side, newest first. */
function* bucketsOf(index: Database, text: string, season: number, lowest: number, highest: number): Generator<number> {
  const documents = index
    .pluck('SELECT rowid FROM words WHERE words MATCH ? AND rowid <= ? AND rowid >= ? ORDER BY rowid DESC')
    .iterate(phraseOf(text, seasonLead(season)), highest * generations + generations - 1, lowest * generations) as Iterable<number>;
  let last = -1;
  for (const document of documents) {
    const bucket = Math.floor(document / generations);
    if (bucket !== last) yield bucket;
    last = bucket;
  }
}

/** No index (yet): LIKE over all messages, newest first, as far as the time reaches. */
function walkAll({ db }: ServiceContext, quest: Quest): Finding {
  const { scope, below, text, spent } = quest;
  const collector = new Collector(quest);
  const next = db.pluck(`SELECT id FROM messages WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1 OFFSET ${stepMessages - 1}`);
  const statement = db.sql(`SELECT ${columns} WHERE id >= ? AND id < ? AND ${found}`);
  const pattern = likePattern(text);
  let top = Math.min(below, scope.to);
  while (top > scope.from) {
    const from = (next.get(scope.from, top) as number | undefined) ?? scope.from;
    const done = collector.add(statement.all(from, top, pattern) as FoundRow[]);
    if (done) return done;
    top = from;
    if (spent() && top > scope.from) return { rows: collector.rows, reached: top };
  }
  return { rows: collector.rows, reached: 0 };
}

export const bucketOf = (id: number): number => Math.floor(id / slots / bucketSeconds);
