import { type Proposal, proposeLevels, ruleModes, type TrustPolicy, type TrustRule } from '../../../shared/domain/trust-suggestions.ts';
import { dayNumber } from '../../../shared/domain/wall-time.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { readSettings } from '../settings/index.ts';
import { type Asked, readFacts } from './facts.ts';
import { type Shelf, type Suggestion, shelve } from './shelf.ts';
import { talkDaysOld } from './talk-days.ts';

export interface Evaluated {
  suggestions: Shelf;
  /** friends whose chats are still to be read through: more may come */
  unread: number;
}

/** Up to so many friends are looked at on the host's thread. */
export const fewFriends = 300;

/** Suggestions for everybody (in the second worker) or for a few; `counts` whose chats are unread as well, which is a walk over them. */
export const evaluateCommand = defineCommand<Asked & { counts: boolean }, Evaluated>({
  name: 'suggestions.evaluate',
  writes: false,
  heavy: ({ friendIds, counts }) => counts || friendIds === null || friendIds.length > fewFriends,
  thread: 'reader',
  run: (ctx, { counts, ...asked }) => ({ suggestions: shelve(evaluate(ctx, asked)), unread: counts ? countUnread(ctx) : 0 }),
});

const countUnread = ({ db }: ServiceContext): number =>
  db.pluck(`SELECT count(*) FROM friend_chat_stats WHERE ${talkDaysOld}`).get() as number;

/** In the order of friends; of one friend the way up first. */
export function evaluate(ctx: ServiceContext, asked: Asked): Suggestion[] {
  const today = dayNumber(localDay(asked.now));
  const settings = readSettings(ctx);
  const refused = readRefused(ctx, asked, localDay(asked.now));
  const policy = { numbers: settings['trust.numbers'], modeOf: (rule: TrustRule) => settings['trust.rules'][rule] ?? ruleModes[1] };
  const found: Suggestion[] = [];
  for (const [friendId, facts] of readFacts(ctx, asked)) {
    const isRefused: TrustPolicy['isRefused'] = (level, way) => refused.has(refusalKey(friendId, level, way));
    const { up, down } = proposeLevels(facts, { ...policy, isRefused }, today);
    const add = (proposal: Proposal | null) => {
      if (!proposal) return;
      const { level, ...rest } = proposal;
      found.push({ friendId, fromLevel: facts.level, toLevel: level, ...rest, isDisputed: up !== null && down !== null });
    };
    add(up);
    add(down);
  }
  return found;
}

const refusalKey = (friendId: number, level: number, way: 'up' | 'down') => (friendId * 8 + level) * 2 + (way === 'up' ? 1 : 0);

/** What she put off, or does not want to hear of again. */
function readRefused({ db }: ServiceContext, { friendIds }: Asked, todayOn: string): Set<number> {
  const rows = db
    .arrays(
      `SELECT friend_id, to_level, to_level > from_level FROM suggestion_decisions
       WHERE (answer = 'never' OR (answer = 'later' AND until_on > @today))
         AND (@friends IS NULL OR friend_id IN (SELECT value FROM json_each(@friends)))`,
    )
    .all({ today: todayOn, friends: friendIds === null ? null : JSON.stringify(friendIds) }) as [number, number, 0 | 1][];
  return new Set(rows.map(([friendId, level, up]) => refusalKey(friendId, level, up === 1 ? 'up' : 'down')));
}
