import type { ContentCategory, ContentForm, ContentUsage, PublishChannel } from '../../../shared/contracts/content.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { readUsage } from './plugs.ts';

/** What pieces are found and sorted by. */
export interface PieceEntry {
  id: number;
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

type Row = Omit<PieceEntry, 'tags' | 'seasons' | 'productIds' | 'channels' | 'evergreen' | 'isArchived'> & {
  tags: string;
  seasons: string;
  evergreen: number;
  archivedAt: number | null;
};

const columns = `id, search_text AS search, category, form, tags, seasons, evergreen, cooldown_days AS cooldownDays, max_uses AS maxUses,
  archived_at AS archivedAt, updated_at AS updatedAt`;
/** pieces read at a stretch */
const slice = 250;

/** All pieces in memory, as far as finding them needs it; read in short stretches, kept up to date by the hints of changes. */
export class PieceIndex {
  readonly #ctx: HostContext;
  readonly #entries = new Map<number, PieceEntry>();
  #isUnread = true;
  #changed = new Set<number>();
  #usage: Map<number, ContentUsage> | null = null;
  #reading: Promise<void> | null = null;
  /** grows whenever an answer may have become another */
  version = 0;

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    ctx.events.onChange(({ topics, hint }) => {
      if (topics.includes('content')) {
        if (hint?.contentIds) for (const id of hint.contentIds) this.#changed.add(id);
        else this.#isUnread = true;
        this.version++;
      }
      if (topics.includes('posts')) {
        this.#usage = null;
        this.version++;
      }
      // a product may have gone, and its links with it
      if (topics.includes('orders')) {
        this.#isUnread = true;
        this.version++;
      }
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

  async #read(): Promise<void> {
    if (!this.#isUnread) {
      const ids = [...this.#changed];
      this.#changed.clear();
      for (const id of ids) this.#entries.delete(id);
      this.#take('id IN (SELECT value FROM json_each(@ids))', 'IN (SELECT value FROM json_each(@ids))', { ids: JSON.stringify(ids) });
      return;
    }
    this.#isUnread = false;
    this.#changed.clear();
    this.#entries.clear();
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
    for (const { archivedAt, ...row } of rows)
      this.#entries.set(row.id, {
        ...row,
        tags: JSON.parse(row.tags) as string[],
        seasons: JSON.parse(row.seasons) as string[],
        evergreen: row.evergreen === 1,
        isArchived: archivedAt !== null,
        channels: channels.get(row.id)?.map(({ value }) => value) ?? [],
        productIds: products.get(row.id)?.map(({ value }) => value) ?? [],
      });
  }
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
