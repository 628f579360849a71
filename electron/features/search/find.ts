import { messageKinds } from '../../../shared/domain/messages.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { slots } from '../chats/index.ts';
import type { FoundRow, Scope } from './scope.ts';
import { contentLike, likePattern } from './search-text.ts';
import { silentKinds } from './searched-kinds.ts';
import { Candidates, candidatesOf, type Span, spansOf, type Wanted, wantedOf } from './segment-reader.ts';

const columns = 'id, conversation_id AS conversationId, talker_id AS talkerId, direction, kind, precision, content FROM messages';
// one by one: a list would be a table of its own, made anew for every look
const silent = silentKinds.map((kind) => `kind <> ${messageKinds.indexOf(kind)}`).join(' AND ');
const found = `${silent} AND ${contentLike} ORDER BY id DESC`;

/** Up to this many messages are read through directly where an index is there, and where there is none. */
const walkedMessages = { indexed: 50, bare: 20_000 };
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
  if (conversations && size <= walkedMessages[index ? 'indexed' : 'bare']) return walkConversations(ctx, conversations, quest);
  return index ? new Asking(ctx, index, quest).run() : walkAll(ctx, quest);
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

/** The index names seconds, stretch by stretch, newest first; what they hold is looked at in the book. */
class Asking {
  readonly #index: Database;
  readonly #quest: Quest;
  readonly #wanted: Wanted;
  readonly #look: (from: number, to: number) => FoundRow[];
  readonly #collector: Collector;
  /** everything from this id on was looked at */
  #top: number;

  constructor({ db }: ServiceContext, index: Database, quest: Quest) {
    this.#index = index;
    this.#quest = quest;
    const wanted = wantedOf(quest.text);
    this.#wanted = { ...wanted, all: [...wanted.all, ...quest.scope.all], any: quest.scope.any };
    const inRange = db.sql(`SELECT ${columns} WHERE id >= ? AND id < ? AND ${found}`);
    const pattern = likePattern(quest.text);
    this.#look = (from, to) => inRange.all(from, to, pattern) as FoundRow[];
    this.#collector = new Collector(quest);
    this.#top = Math.min(quest.below, quest.scope.to);
  }

  run(): Finding {
    const { scope, spent } = this.#quest;
    for (const span of spansOf(this.#index)) {
      if (this.#top <= scope.from || span.end * slots <= scope.from) break;
      if (span.first * slots >= this.#top) continue;
      const finding = this.#askSpan(span);
      if (finding) return finding;
      this.#top = Math.min(this.#top, span.first * slots);
      if (spent()) return this.#found(this.#top);
    }
    return this.#found(0);
  }

  #found(reached: number): Finding {
    const { from } = this.#quest.scope;
    return { rows: this.#collector.rows, reached: reached <= from ? 0 : reached };
  }

  /** @returns the finding, once it is enough or the time is over */
  #askSpan({ segments }: Span): Finding | null {
    const { scope, spent } = this.#quest;
    const all: Candidates[] = [];
    for (const segment of segments) {
      if ((segment.last + 1) * slots <= scope.from) continue;
      const numbers = candidatesOf(this.#index, segment, this.#wanted);
      if (numbers.length > 0) all.push(new Candidates(this.#index, segment, numbers));
    }
    while (this.#top > scope.from) {
      const second = newest(all, Math.ceil(this.#top / slots));
      if (second === -1 || (second + 1) * slots <= scope.from) return null;
      const from = Math.max(second * slots, scope.from);
      const rows = this.#look(from, Math.min((second + 1) * slots, this.#top));
      const done = this.#collector.add(rows);
      if (done) return done;
      this.#top = from;
      if (spent()) return this.#found(from);
    }
    return null;
  }
}

/** The last second before another in which there is something to look at; -1 = there is none. */
function newest(all: readonly Candidates[], before: number): number {
  let best = -1;
  for (const candidates of all) {
    candidates.below(before);
    best = Math.max(best, candidates.second);
  }
  return best;
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
