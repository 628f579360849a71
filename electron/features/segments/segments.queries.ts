import { type BrokenRef, type Segment, type SegmentRule, segmentRule } from '../../../shared/contracts/segments.ts';
import { refsOf, segmentsIn } from '../../../shared/domain/segment-rule.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';

/** A row of `friend_segments` with its rule read. */
export interface SavedSegment {
  id: number;
  name: string;
  note: string;
  /** null = what stands there is no rule this version can read */
  rule: SegmentRule | null;
  createdAt: number;
  updatedAt: number;
}

/** All saved segments, by name. */
export function savedSegments(ctx: ServiceContext): SavedSegment[] {
  const rows = ctx.db
    .sql('SELECT id, name, note, rule, created_at AS createdAt, updated_at AS updatedAt FROM friend_segments ORDER BY id')
    .all() as (Omit<SavedSegment, 'rule'> & { rule: string })[];
  return rows.map((row) => ({ ...row, rule: readRule(row.rule) })).sort((a, b) => a.name.localeCompare(b.name, 'zh-CN') || a.id - b.id);
}

function readRule(text: string): SegmentRule | null {
  try {
    return segmentRule.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Rules of segments by id, for evaluating those that are made of others. */
export const rulesOf = (segments: readonly SavedSegment[]): ReadonlyMap<number, SegmentRule> =>
  new Map(segments.flatMap(({ id, rule }) => (rule ? [[id, rule]] : [])));

const tableOf = {
  tag: 'tags',
  segment: 'friend_segments',
  product: 'products',
  channel: 'channels',
  account: 'accounts',
} as const;

/** Which things there are, asked once for each. */
export class Inventory {
  readonly #ctx: ServiceContext;
  readonly #rules: ReadonlyMap<number, SegmentRule>;
  readonly #there = new Map<string, boolean>();
  readonly #whole = new Map<number, boolean>();

  constructor(ctx: ServiceContext, rules: ReadonlyMap<number, SegmentRule>) {
    this.#ctx = ctx;
    this.#rules = rules;
  }

  /** What the rule names and the book does not have; a segment that is broken itself counts as gone, and so does one that leads back to itself. */
  broken(rule: SegmentRule): BrokenRef[] {
    return refsOf(rule).filter(({ what, id }) => !this.has(what, id));
  }

  has(what: BrokenRef['what'], id: number): boolean {
    if (what === 'segment') return this.#isWhole(id);
    const key = `${what} ${id}`;
    let there = this.#there.get(key);
    if (there === undefined) this.#there.set(key, (there = this.#look(what, id)));
    return there;
  }

  #look(what: Exclude<BrokenRef['what'], 'segment'>, id: number): boolean {
    if (what === 'batch') return this.#ctx.db.pluck('SELECT 1 FROM friends WHERE import_batch_id = ? LIMIT 1').get(id) !== undefined;
    return this.#ctx.db.pluck(`SELECT 1 FROM ${tableOf[what]} WHERE id = ?`).get(id) !== undefined;
  }

  #isWhole(id: number): boolean {
    const known = this.#whole.get(id);
    if (known !== undefined) return known;
    const rule = this.#rules.get(id);
    // while it is looked at it counts as broken: whoever comes back to it is part of a circle
    this.#whole.set(id, false);
    const whole = rule !== undefined && this.broken(rule).length === 0;
    this.#whole.set(id, whole);
    return whole;
  }
}

/** The list of segments; how many are in each is asked for apart. */
export function listSegments(ctx: ServiceContext): Segment[] {
  const all = savedSegments(ctx);
  const inventory = new Inventory(ctx, rulesOf(all));
  const sizes = ctx.db.arrays('SELECT "on", size FROM segment_sizes WHERE segment_id = ? ORDER BY "on" DESC LIMIT 90');
  return all.flatMap(({ rule, ...segment }) => {
    // one written by a later version stays in the book, out of sight
    if (rule === null) return [];
    return {
      ...segment,
      rule,
      broken: inventory.broken(rule),
      usedBy: all.flatMap(({ name, rule: other }) => (other && segmentsIn(other).includes(segment.id) ? [name] : [])),
      sizes: (sizes.all(segment.id) as [string, number][]).map(([on, size]) => ({ on, size })).reverse(),
    };
  });
}

/** Saved segments that are whole, by name. */
export function wholeSegments(ctx: ServiceContext): { id: number; name: string }[] {
  const all = savedSegments(ctx);
  const inventory = new Inventory(ctx, rulesOf(all));
  return all.flatMap(({ id, name }) => (inventory.has('segment', id) ? [{ id, name }] : []));
}

/** @throws AppError `brokenSegment` with what is gone, and the name of the saved segment when there is one */
export function requireWhole(inventory: Inventory, rule: SegmentRule, name = ''): void {
  const [first] = inventory.broken(rule);
  if (first) throw new AppError('brokenSegment', { what: first.what, id: first.id, ...(name ? { name } : {}) });
}
