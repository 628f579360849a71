import type { TestApp } from './test-app.ts';

/* Who brought whom as a child would reckon it: everything read anew by plain SQL, judged one by one, by the rules of the first day. */

const dayMs = 86_400_000;
const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

interface Friend {
  id: number;
  by: number | null;
  came: number;
  added: number | null;
  status: string;
  archived: number | null;
  person: number | null;
  wxid: string | null;
}

/** @returns for each friend who was brought what becomes of her, who brought somebody who counts, and the numbers of the last 180 days */
export function naiveReferrals({ ctx, clock }: TestApp) {
  const friends = ctx.db
    .sql(
      `SELECT id, (SELECT by_friend_id FROM referrals WHERE friend_id = friends.id) AS "by", coalesce(added_at, created_at) AS came,
         added_at AS added, status, archived_at AS archived, wxid,
         (SELECT person_id FROM person_links WHERE friend_id = friends.id) AS person FROM friends`,
    )
    .all() as Friend[];
  const one = new Map(friends.map((friend) => [friend.id, friend]));
  const isSame = (a: Friend, b: Friend) => (a.person !== null && a.person === b.person) || (a.wxid !== null && a.wxid === b.wxid);
  const stateOf = (friend: Friend): string => {
    const by = one.get(friend.by!)!;
    let up: Friend | undefined = by;
    for (let steps = 0; up && steps <= friends.length; steps++) {
      if (up.id === friend.id) return 'circle';
      up = up.by === null ? undefined : one.get(up.by);
    }
    if (isSame(friend, by)) return 'samePerson';
    const wasHere = friends.some((other) => other.id !== friend.id && isSame(other, friend) && other.came < friend.came);
    if (wasHere || (by.added !== null && by.added > friend.came)) return 'notNew';
    if (friend.status !== 'normal') return 'gone';
    return Math.round((midnight(clock.now()) - midnight(friend.came)) / dayMs) >= 30 ? 'valid' : 'waiting';
  };
  const brought = friends.filter(({ by }) => by !== null);
  const states = Object.fromEntries(brought.map((friend) => [friend.id, stateOf(friend)]));
  const recent = brought.filter(
    ({ came }) => midnight(came) <= midnight(clock.now()) && midnight(came) >= midnight(clock.now()) - 179 * dayMs - 2 * 3_600_000,
  );
  const many = (state: string) => recent.filter(({ id }) => states[id] === state).length;
  return {
    states,
    bringers: new Set(brought.filter(({ id }) => states[id] === 'valid').map(({ by }) => by!)),
    sums: {
      friends: friends.filter(({ archived }) => archived === null).length,
      brought: recent.length,
      valid: many('valid'),
      waiting: many('waiting'),
      left: { gone: many('gone'), notNew: many('notNew'), samePerson: many('samePerson'), circle: many('circle') },
    },
  };
}
