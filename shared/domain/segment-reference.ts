import type { ContentCategory } from '../contracts/content.ts';
import type { AgeBand, Birthday, FriendStatus, Gender, IncomeBand, Tie } from '../contracts/friends.ts';
import type { Explanation, Found, SegmentNode, SegmentRule, SegmentTest, TestOf, WhenTest } from '../contracts/segments.ts';
import type { TouchKind } from '../contracts/touches.ts';
import type { LayerCode } from './layers.ts';
import type { OrderStatus } from './order-record.ts';
import { dayAfter, dayOf } from './segment-days.ts';
import { isGroup, walk } from './segment-rule.ts';

/** One friend as rules see her; times in ms UTC, money in 分. */
export interface FriendFacts {
  archived: boolean;
  gender: Gender | null;
  ageBand: AgeBand | null;
  incomeBand: IncomeBand | null;
  tie: Tie | null;
  region: string | null;
  source: string | null;
  interests: string[];
  birthday: Birthday | null;
  tagIds: number[];
  level: number;
  levelSince: number;
  accountId: number;
  channelId: number | null;
  status: FriendStatus;
  importBatchId: number | null;
  addedAt: number | null;
  createdAt: number;
  lastContact: number | null;
  /** what the movements add up to */
  points: number;
  /** null = no private chat */
  chats: {
    firstChat: number | null;
    lastIn: number | null;
    lastOut: number | null;
    lastAsked: number | null;
    inCount: number;
    outCount: number;
    twoWayDays: number;
    askedCount: number;
  } | null;
  /** `isOdd`: its money cannot be. Orders of days to come are none yet. */
  orders: { at: number; status: OrderStatus; isOdd: boolean; paidFen: number; productIds: number[] }[];
  touches: { at: number; kind: TouchKind; direction: 'in' | 'out' }[];
  /** posts marked as posted that she could see */
  seen: { at: number; category: ContentCategory }[];
}

/** What a rule asks of the world around her. */
export interface FactsWorld {
  /** the seller's local day */
  today: string;
  /** whether the search of the friends list finds her by this text */
  finds(text: string): boolean;
  /** days of this year or the next on which her birthday is kept, `YYYY-MM-DD`, between two days, both included */
  birthdaysBetween(birthday: Birthday, fromOn: string, toOn: string): string[];
  /** whether she is in another saved segment */
  isIn(segmentId: number): boolean;
  /** the layers she is in: they follow from everybody, not from her alone */
  layers: readonly LayerCode[];
  /** names for ids, for what was found */
  nameOf(what: 'tag' | 'account' | 'channel' | 'product' | 'batch' | 'segment', id: number): string;
}

/**
 * The reference: whether a rule means one friend, and for each of its parts whether it holds (`not` applied) and what was found
 * where it looked. Slow and plain on purpose; the evaluator over columns is tested against it.
 */
export function judge(rule: SegmentRule, facts: FriendFacts, world: FactsWorld): Explanation {
  const nodes: Explanation['nodes'] = {};
  walk(rule, (node, path) => {
    const found = isGroup(node) ? null : look(node.test, facts, world);
    nodes[path] = { met: holds(node, facts, world), found };
  });
  const archivedFits = rule.archived === 'any' || facts.archived === (rule.archived === 'only');
  return { in: archivedFits && nodes['']!.met, archivedFits, nodes };
}

function holds(node: SegmentNode, facts: FriendFacts, world: FactsWorld): boolean {
  if (!isGroup(node)) return meets(node.test, facts, world) !== node.not;
  const told = node.items.map((item) => holds(item, facts, world));
  return (node.all ? told.every(Boolean) : told.some(Boolean)) !== node.not;
}

/** Days from one to the other: 0 = the same, 1 = the day after. */
const daysFrom = (fromOn: string, toOn: string): number =>
  (Date.parse(`${toOn}T00:00:00Z`) - Date.parse(`${fromOn}T00:00:00Z`)) / 86_400_000;

/** What a test of a moment says of one, by local days. */
export function meetsWhen(when: WhenTest, at: number | null, today: string): boolean {
  if (at === null) return when.kind === 'never' || (when.kind === 'before' && when.orNever);
  const on = dayOf(at);
  switch (when.kind) {
    case 'within':
      return daysFrom(on, today) < when.days;
    case 'before':
      return daysFrom(on, today) >= when.days;
    case 'between':
      return (when.fromOn === null || on >= when.fromOn) && (when.toOn === null || on <= when.toOn);
    case 'ever':
      return true;
    case 'never':
      return false;
  }
}

const inBounds = ({ min, max }: { min: number | null; max: number | null }, value: number): boolean =>
  (min === null || value >= min) && (max === null || value <= max);
const lately = <T extends { at: number }>(items: readonly T[], withinDays: number | null, today: string): T[] =>
  items.filter(({ at }) => withinDays === null || daysFrom(dayOf(at), today) < withinDays);

const living = ({ orders }: FriendFacts) => orders.filter(({ status }) => status !== 'cancelled');
const wasBought = ({ status, isOdd }: { status: OrderStatus; isOdd: boolean }) =>
  !isOdd && ['paid', 'shipped', 'done', 'partlyRefunded'].includes(status);

/** Moments that tests of time look at. */
function momentOf(field: SegmentTest['field'], facts: FriendFacts): number | null {
  const days = living(facts).map(({ at }) => at);
  switch (field) {
    case 'levelSince':
      return facts.levelSince;
    case 'addedAt':
      return facts.addedAt;
    case 'createdAt':
      return facts.createdAt;
    case 'lastContact':
      return facts.lastContact;
    case 'lastIn':
    case 'lastOut':
    case 'firstChat':
    case 'lastAsked':
      return facts.chats?.[field] ?? null;
    case 'firstOrder':
      return days.length === 0 ? null : Math.min(...days);
    case 'lastOrder':
      return days.length === 0 ? null : Math.max(...days);
    default:
      return null;
  }
}

type Counted = TestOf<
  | 'points'
  | 'inCount'
  | 'outCount'
  | 'twoWayDays'
  | 'askedCount'
  | 'orderCount'
  | 'boughtCount'
  | 'paidFen'
  | 'unpaidCount'
  | 'touchCount'
  | 'seenCount'
>;

/** Numbers that tests of counts look at. */
function numberOf(test: Counted, facts: FriendFacts, today: string): number {
  switch (test.field) {
    case 'points':
      return facts.points;
    case 'inCount':
    case 'outCount':
    case 'twoWayDays':
    case 'askedCount':
      return facts.chats?.[test.field] ?? 0;
    case 'orderCount':
      return lately(living(facts), test.withinDays, today).length;
    case 'boughtCount':
      return lately(living(facts), test.withinDays, today).filter(wasBought).length;
    case 'paidFen':
      return lately(living(facts), test.withinDays, today).reduce((sum, { isOdd, paidFen }) => sum + (isOdd ? 0 : paidFen), 0);
    case 'unpaidCount':
      return facts.orders.filter(({ status, isOdd }) => status === 'unpaid' && !isOdd).length;
    case 'touchCount':
      return lately(facts.touches, test.withinDays, today).filter(
        ({ kind, direction }) =>
          (test.kinds.length === 0 || test.kinds.includes(kind)) && (test.direction === 'any' || test.direction === direction),
      ).length;
    case 'seenCount':
      return lately(facts.seen, test.withinDays, today).filter(
        ({ category }) => test.categories.length === 0 || test.categories.includes(category),
      ).length;
  }
}

/** Whether any of her days of birth that is kept falls where the test says. */
function meetsBirthday(when: TestOf<'birthday'>['when'], birthday: Birthday | null, world: FactsWorld): boolean {
  if (when.kind === 'unknown' || birthday === null) return when.kind === 'unknown' && birthday === null;
  const { today } = world;
  if (when.kind === 'coming') return world.birthdaysBetween(birthday, today, dayAfter(today, when.days - 1)).length > 0;
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const months = year * 12 + (when.kind === 'month' ? when.month : when.kind === 'thisMonth' ? month : month + 1) - 1;
  const first = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
  const next = `${Math.floor((months + 1) / 12)}-${String(((months + 1) % 12) + 1).padStart(2, '0')}-01`;
  return world.birthdaysBetween(birthday, first, dayAfter(next, -1)).length > 0;
}

/** Whether a test holds of her, `not` left aside. */
function meets(test: SegmentTest, facts: FriendFacts, world: FactsWorld): boolean {
  switch (test.field) {
    case 'gender':
    case 'ageBand':
    case 'incomeBand':
    case 'tie':
      return (test.values as (string | null)[]).includes(facts[test.field]);
    case 'region':
    case 'source':
      return (facts[test.field] ?? '').toLowerCase().includes(test.text.toLowerCase());
    case 'text':
      return world.finds(test.text);
    case 'interest':
      return test.values.some((word) => facts.interests.includes(word));
    case 'birthday':
      return meetsBirthday(test.when, facts.birthday, world);
    case 'tags': {
      const carried = test.tagIds.map((id) => facts.tagIds.includes(id));
      return test.mode === 'any' ? carried.some(Boolean) : test.mode === 'all' ? carried.every(Boolean) : !carried.some(Boolean);
    }
    case 'level':
      return test.values.includes(facts.level);
    case 'account':
      return test.values.includes(facts.accountId);
    case 'channel':
      return test.values.includes(facts.channelId);
    case 'status':
      return test.values.includes(facts.status);
    case 'importBatch':
      return facts.importBatchId === test.batchId;
    case 'product':
      return lately(living(facts), test.withinDays, world.today).some(
        ({ status, productIds }) => status !== 'refunded' && productIds.some((id) => test.productIds.includes(id)),
      );
    case 'layer':
      return test.values.some((code) => world.layers.includes(code));
    case 'segment':
      return test.segmentIds.some((id) => world.isIn(id));
    default:
      return 'when' in test
        ? meetsWhen(test.when, momentOf(test.field, facts), world.today)
        : inBounds(test, numberOf(test, facts, world.today));
  }
}

const list = (items: string[]): Found => (items.length === 0 ? { kind: 'none' } : { kind: 'list', items });
const coded = (code: string | null): Found => list(code === null ? [] : [code]);
const texted = (text: string | null): Found => (text === null || text === '' ? { kind: 'none' } : { kind: 'text', text });

/** What stands in the book where a test looks. */
function look(test: SegmentTest, facts: FriendFacts, world: FactsWorld): Found {
  switch (test.field) {
    case 'gender':
    case 'ageBand':
    case 'incomeBand':
    case 'tie':
    case 'status':
      return coded(facts[test.field]);
    case 'region':
    case 'source':
      return texted(facts[test.field]);
    case 'text':
      return { kind: 'none' };
    case 'interest':
      return list(facts.interests);
    case 'birthday':
      return facts.birthday
        ? { kind: 'day', month: facts.birthday.month, day: facts.birthday.day, lunar: facts.birthday.calendar === 'lunar' }
        : { kind: 'none' };
    case 'tags':
      return list(facts.tagIds.filter((id) => test.tagIds.includes(id)).map((id) => world.nameOf('tag', id)));
    case 'level':
      return { kind: 'number', number: facts.level };
    case 'account':
      return texted(world.nameOf('account', facts.accountId));
    case 'channel':
      return facts.channelId === null ? { kind: 'none' } : texted(world.nameOf('channel', facts.channelId));
    case 'importBatch':
      return facts.importBatchId === null ? { kind: 'none' } : texted(world.nameOf('batch', facts.importBatchId));
    case 'product': {
      const ids = new Set(living(facts).flatMap(({ productIds }) => productIds));
      return list(test.productIds.filter((id) => ids.has(id)).map((id) => world.nameOf('product', id)));
    }
    case 'layer':
      return list([...world.layers]);
    case 'segment':
      return list(test.segmentIds.filter((id) => world.isIn(id)).map((id) => world.nameOf('segment', id)));
    case 'paidFen':
      return { kind: 'money', fen: numberOf(test, facts, world.today) };
    default: {
      if (!('when' in test)) return { kind: 'number', number: numberOf(test, facts, world.today) };
      const at = momentOf(test.field, facts);
      return at === null ? { kind: 'none' } : { kind: 'when', at };
    }
  }
}
