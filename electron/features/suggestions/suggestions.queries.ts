import type { z } from 'zod';
import type {
  Decision,
  decidedInput,
  decidedPage,
  FriendSuggestion,
  RuleRate,
  SuggestionFilter,
  SuggestionPage,
  SuggestionPick,
  Suggestion as SuggestionRow,
  SuggestionSelection,
  suggestionListInput,
} from '../../../shared/contracts/suggestions.ts';
import { ruleModes, type TrustRule, trustRules } from '../../../shared/domain/trust-suggestions.ts';
import { dayNamed } from '../../../shared/domain/wall-time.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { readSettings } from '../settings/index.ts';
import { evaluate } from './evaluate.ts';
import { proofsOf, type Refs, rhythmOf, stillThere } from './evidence.queries.ts';
import { readFacts } from './facts.ts';
import { ownAmong, ownMembers } from './own-rules.ts';
import { type Shelf, type Suggestion, suggestionAt } from './shelf.ts';
import { suggestionStore } from './suggestion-store.ts';

const friendNameSql = "CASE friends.remark WHEN '' THEN friends.nickname ELSE friends.remark END";

function nameOf({ db }: ServiceContext, friendId: number): string {
  return (db.pluck(`SELECT ${friendNameSql} FROM friends WHERE id = ?`).get(friendId) as string | undefined) ?? '';
}

const toRow = (ctx: ServiceContext, { on, ...rest }: Suggestion): SuggestionRow => ({
  ...rest,
  name: nameOf(ctx, rest.friendId),
  on: dayNamed(on),
});

const goes = (shelf: Shelf, i: number): 'up' | 'down' => (shelf.to[i]! > shelf.from[i]! ? 'up' : 'down');

/** Places of those the filter means, in the order of the list. */
function matching(shelf: Shelf, { way, rule, level }: SuggestionFilter): number[] {
  const rulePlace = rule === undefined ? -1 : trustRules.indexOf(rule);
  const places: number[] = [];
  for (let i = 0; i < shelf.friend.length; i++)
    if (goes(shelf, i) === way && (rulePlace < 0 || shelf.rule[i] === rulePlace) && (level === undefined || shelf.to[i] === level))
      places.push(i);
  return places;
}

/** One page of what is suggested now. */
export async function listSuggestions(
  ctx: HostContext,
  { filter, offset, limit }: z.infer<typeof suggestionListInput>,
): Promise<SuggestionPage> {
  const { shelf, unread } = await suggestionStore(ctx).open();
  const counts = { up: 0, down: 0 };
  const byRule = new Uint32Array(trustRules.length);
  const byLevel = new Uint32Array(7);
  for (let i = 0; i < shelf.friend.length; i++) {
    const way = goes(shelf, i);
    counts[way]++;
    if (way !== filter.way) continue;
    byRule[shelf.rule[i]!]!++;
    byLevel[shelf.to[i]!]!++;
  }
  const places = matching(shelf, filter);
  return {
    ...{ total: places.length, counts, unread },
    rules: trustRules.map((key, place) => ({ key, count: byRule[place]! })).filter(({ count }) => count > 0),
    levels: Array.from(byLevel, (count, key) => ({ key, count })).filter(({ count }) => count > 0),
    rows: places.slice(offset, offset + limit).map((i) => toRow(ctx, suggestionAt(shelf, i))),
  };
}

/** Who is meant by a selection now, for answers. */
export async function picksOf(ctx: HostContext, selection: SuggestionSelection): Promise<SuggestionPick[]> {
  if (selection.by === 'picks') return selection.picks;
  const { shelf } = await suggestionStore(ctx).open();
  const except = new Set(selection.except);
  return matching(shelf, selection.filter).flatMap((i) => {
    const friendId = shelf.friend[i]!;
    return except.has(friendId) ? [] : [{ friendId, toLevel: shelf.to[i]! }];
  });
}

/** What has to be known of those who are picked, at this moment. */
export async function askingOf(ctx: HostContext, picks: SuggestionPick[]) {
  const own = ownAmong(
    await ownMembers(ctx),
    picks.map(({ friendId }) => friendId),
  );
  return { picks, own, now: ctx.clock.now() };
}

/** What is proposed of one friend, read from the book as it is, with all it rests on. */
export async function suggestionsOf(ctx: HostContext, friendId: number): Promise<FriendSuggestion[]> {
  const own = ownAmong(await ownMembers(ctx), [friendId]);
  const asked = { friendIds: [friendId], own, now: ctx.clock.now() };
  const facts = readFacts(ctx, asked).get(friendId);
  if (!facts) return [];
  const whose = { friendId, facts, own, now: asked.now };
  return evaluate(ctx, asked).map((one) => ({
    ...toRow(ctx, one),
    evidence: one.rules.map((rule) => proofsOf(ctx, rule, whose)),
    rhythm: one.rules.includes('silent') ? rhythmOf(ctx, whose) : null,
  }));
}

/** What was answered, newest first. */
export function listDecided(ctx: ServiceContext, { answer, offset, limit }: z.infer<typeof decidedInput>): z.infer<typeof decidedPage> {
  const total = ctx.db.pluck('SELECT count(*) FROM suggestion_decisions WHERE answer = ?').get(answer) as number;
  const rows = ctx.db
    .sql(
      `SELECT d.id, friend_id AS friendId, ${friendNameSql} AS name, rule, from_level AS fromLevel, to_level AS toLevel, until_on AS untilOn, at,
         author, evidence
       FROM suggestion_decisions d JOIN friends ON friends.id = friend_id WHERE answer = ? ORDER BY at DESC, d.id DESC LIMIT ? OFFSET ?`,
    )
    .all(answer, limit, offset) as (Omit<Decision, 'proofs' | 'gone'> & { evidence: string })[];
  return { total, rows: rows.map(({ evidence, ...row }) => ({ ...row, ...stillThere(ctx, row.friendId, JSON.parse(evidence) as Refs) })) };
}

/** How each rule does. */
export async function readRates(ctx: HostContext): Promise<RuleRate[]> {
  const { shelf } = await suggestionStore(ctx).open();
  const modes = readSettings(ctx)['trust.rules'];
  const rates = new Map<TrustRule, RuleRate>(
    trustRules.map((rule) => [rule, { rule, mode: modes[rule] ?? ruleModes[1], open: 0, accepted: 0, never: 0, later: 0 }]),
  );
  for (const place of shelf.rule) rates.get(trustRules[place]!)!.open++;
  const rows = ctx.db.arrays('SELECT rule, answer, count(*) FROM suggestion_decisions GROUP BY rule, answer').all();
  for (const [rule, answer, count] of rows as [TrustRule, 'accepted' | 'never' | 'later', number][]) {
    const rate = rates.get(rule);
    if (rate) rate[answer] = count;
  }
  return [...rates.values()];
}
