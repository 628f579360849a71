import type { ContentCategory, ContentForm, ContentSort, ContentUsage, PublishChannel } from '../../../shared/contracts/content.ts';
import { lastUseAt, meanResult, neverUsed } from '../../../shared/domain/reuse.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { readSettings } from '../settings/index.ts';
import { readUsage } from './plugs.ts';

/** What pieces are found and sorted by. */
export interface PieceEntry {
  id: number;
  /** its place in the index's lists */
  slot: number;
  /** folded words, see searchTextOf */
  search: string;
  category: ContentCategory;
  form: ContentForm;
  tags: string[];
  seasons: string[];
  productIds: number[];
  channels: PublishChannel[];
  evergreen: boolean;
  cooldownDays: number;
  maxUses: number | null;
  isArchived: boolean;
  updatedAt: number;
}

interface WordPieces {
  holds: Uint8Array;
  count: number;
}

type Row = Omit<PieceEntry, 'slot' | 'tags' | 'seasons' | 'productIds' | 'channels' | 'evergreen' | 'isArchived'> & {
  tags: string;
  seasons: string;
  evergreen: number;
  archivedAt: number | null;
};

const columns = `id, search_text AS search, category, form, tags, seasons, evergreen, cooldown_days AS cooldownDays, max_uses AS maxUses,
  archived_at AS archivedAt, updated_at AS updatedAt`;
/** pieces read at a stretch */
const slice = 250;
/** words whose pieces are remembered: a question is typed letter by letter, sorted anew and narrowed down */
const keptWords = 32;

/** All pieces in memory, as far as finding them needs it; read in short stretches, kept up to date by the hints of changes. */
export class PieceIndex {
  readonly #ctx: HostContext;
  readonly #entries = new Map<number, PieceEntry>();
  #isUnread = true;
  #changed = new Set<number>();
  #usage: Map<number, ContentUsage> | null = null;
  #reading: Promise<void> | null = null;
  /** each order that was asked for, until something changes */
  readonly #sorted = new Map<ContentSort, { version: number; slots: Uint32Array }>();
  /** by word, the pieces that hold it, of `version` */
  #words = new Map<string, WordPieces>();
  #wordsVersion = 0;
  #slots: (PieceEntry | undefined)[] = [];
  /** grows with everything taken in that may make an answer another; nobody asks while pieces are being read */
  version = 0;

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    ctx.events.onChange(({ topics, hint }) => {
      if (topics.includes('content')) {
        if (hint?.contentIds) for (const id of hint.contentIds) this.#changed.add(id);
        else this.#isUnread = true;
      }
      if (topics.includes('posts') || topics.includes('sending')) {
        this.#usage = null;
        this.version++;
      }
      // what a reaction is worth
      if (topics.includes('rules')) this.version++;
      // a product may have gone, and its links with it
      if (topics.includes('orders')) this.#isUnread = true;
    });
  }

  /** Up to date with everything committed. */
  async ready(): Promise<this> {
    while (this.#isUnread || this.#changed.size > 0) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = null;
      });
      await this.#reading;
    }
    return this;
  }

  get entries(): IterableIterator<PieceEntry> {
    return this.#entries.values();
  }

  /** What became of each used piece. */
  get usage(): Map<number, ContentUsage> {
    this.#usage ??= readUsage(this.#ctx);
    return this.#usage;
  }

  /** Slots of all pieces in an order: sorting 20,000 takes longer than finding among them, so it is done once for all questions. */
  inOrder(sort: ContentSort): Uint32Array {
    const known = this.#sorted.get(sort);
    if (known?.version === this.version) return known.slots;
    const slots = Uint32Array.from(sorted(this.#ctx, [...this.#entries.values()], sort, this), ({ slot }) => slot);
    this.#sorted.set(sort, { version: this.version, slots });
    return slots;
  }

  /** Pieces by slot; a hole where one has gone. */
  get slots(): readonly (PieceEntry | undefined)[] {
    return this.#slots;
  }

  /**
   * Which pieces hold a folded word, in what was written or in the name of a product they are about: 1 at their slot. Looking through
   * 20,000 texts takes some milliseconds, so words asked before are remembered, and a longer one is only looked for where a shorter
   * one was found.
   */
  holding(word: string): Uint8Array {
    if (this.#wordsVersion !== this.version) this.#words.clear();
    this.#wordsVersion = this.version;
    const known = this.#words.get(word) ?? this.#look(word);
    this.#words.delete(word);
    this.#words.set(word, known);
    if (this.#words.size > keptWords) this.#words.delete(this.#words.keys().next().value!);
    return known.holds;
  }

  #look(word: string): WordPieces {
    let wider: WordPieces | null = null;
    for (const [part, one] of this.#words) if (word.includes(part) && one.count < (wider?.count ?? Infinity)) wider = one;
    const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    const products = new Set(this.#ctx.db.pluck("SELECT id FROM products WHERE name LIKE ? ESCAPE '\\'").all(like) as number[]);
    const holds = new Uint8Array(this.#slots.length);
    let count = 0;
    for (const { slot, search, productIds } of this.#entries.values()) {
      const isAbout = products.size > 0 && productIds.some((id) => products.has(id));
      if (!isAbout && (wider?.holds[slot] === 0 || !search.includes(word))) continue;
      holds[slot] = 1;
      count++;
    }
    return { holds, count };
  }

  async #read(): Promise<void> {
    if (!this.#isUnread) {
      const ids = [...this.#changed];
      this.#changed.clear();
      for (const id of ids) {
        const gone = this.#entries.get(id);
        if (gone) this.#slots[gone.slot] = undefined;
        this.#entries.delete(id);
      }
      this.version++;
      this.#take('id IN (SELECT value FROM json_each(@ids))', 'IN (SELECT value FROM json_each(@ids))', { ids: JSON.stringify(ids) });
      return;
    }
    this.#isUnread = false;
    this.#changed.clear();
    this.#entries.clear();
    this.#slots = [];
    this.version++;
    const breather = new Breather();
    const last = (this.#ctx.db.pluck('SELECT max(id) FROM contents').get() as number | null) ?? 0;
    for (let from = 1; from <= last; from += slice) {
      this.#take('id BETWEEN @from AND @to', 'BETWEEN @from AND @to', { from, to: from + slice - 1 });
      await breather.breathe();
    }
  }

  #take(where: string, among: string, params: Record<string, string | number>): void {
    const { db } = this.#ctx;
    const rows = db.sql(`SELECT ${columns} FROM contents WHERE ${where}`).all(params) as Row[];
    const links = <T>(table: string, column: string) =>
      Map.groupBy(
        db.sql(`SELECT content_id AS id, ${column} AS value FROM ${table} WHERE content_id ${among}`).all(params) as {
          id: number;
          value: T;
        }[],
        ({ id }) => id,
      );
    const channels = links<PublishChannel>('content_variants', 'channel');
    const products = links<number>('content_products', 'product_id');
    for (const { archivedAt, ...row } of rows) {
      const entry: PieceEntry = {
        ...row,
        slot: this.#slots.length,
        tags: JSON.parse(row.tags) as string[],
        seasons: JSON.parse(row.seasons) as string[],
        evergreen: row.evergreen === 1,
        isArchived: archivedAt !== null,
        channels: channels.get(row.id)?.map(({ value }) => value) ?? [],
        productIds: products.get(row.id)?.map(({ value }) => value) ?? [],
      };
      this.#slots.push(entry);
      this.#entries.set(row.id, entry);
    }
  }
}

/** Sorts in place; what is equal goes by the last change. */
function sorted(ctx: HostContext, pieces: PieceEntry[], sort: ContentSort, index: PieceIndex): PieceEntry[] {
  const byNewest = (a: PieceEntry, b: PieceEntry) => b.updatedAt - a.updatedAt || b.id - a.id;
  if (sort === 'newest') return pieces.sort(byNewest);
  const { usage } = index;
  const weights = readSettings(ctx)['results.weights'];
  const usageOf = (piece: PieceEntry) => usage.get(piece.id) ?? neverUsed;
  const rankOf: Record<Exclude<ContentSort, 'newest'>, (piece: PieceEntry) => number> = {
    recentlyUsed: (piece) => lastUseAt(usageOf(piece)) ?? 0,
    neverUsed: (piece) => -(lastUseAt(usageOf(piece)) ?? 0),
    bestResults: (piece) => meanResult(usageOf(piece), weights),
  };
  const ranked = pieces.map((piece) => ({ piece, rank: rankOf[sort](piece) }));
  return ranked.sort((a, b) => b.rank - a.rank || byNewest(a.piece, b.piece)).map(({ piece }) => piece);
}

const indexes = new WeakMap<HostContext, PieceIndex>();

/** The pieces of this book in memory, up to date. */
export function pieceIndex(ctx: HostContext): Promise<PieceIndex> {
  let index = indexes.get(ctx);
  if (!index) {
    index = new PieceIndex(ctx);
    indexes.set(ctx, index);
  }
  return index.ready();
}
