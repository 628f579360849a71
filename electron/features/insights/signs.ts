import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { firstFrom, placesWith, stretches } from '../segments/index.ts';

/*
 * Signs that friends gave of themselves, to the minute. What chats say lies by friend, what she noted lies by time: a change of either
 * puts a few rows in place of others, and nothing is sorted or read as a whole again.
 */

/** What chats say: of friend f the seconds from place from[f] up to place from[f + 1], ascending. */
export interface Talks {
  from: Uint32Array;
  second: Uint32Array;
}

/** Contacts that came from a friend, by time. */
export interface Came {
  id: Uint32Array;
  friend: Uint32Array;
  second: Uint32Array;
}

export interface Signs {
  talks: Talks;
  came: Came;
}

export const hasSigns = ({ talks, came }: Signs): boolean => talks.second.length + came.second.length > 0;

/** From so many rows on reading goes to the second worker. */
const manyRows = 4000;
const heavy = ({ rows }: { rows: number }) => rows > manyRows;

/** Two-way days are counted in China's days since 1970, each as its distance to the one before (see suggestions/talk-days.ts). */
const chinaSeconds = 8 * 3600;
const [zero, comma] = [48, 44];
const wholeMinute = (at: number): number => Math.max(0, Math.floor(at / 60_000)) * 60;

type TalkRow = [friend: number, days: string, lastIn: number | null];
const talksSql = "SELECT friend_id, coalesce(talk_days, ''), last_in_at FROM friend_chat_stats";

/** The days both wrote, and the last message that came. */
function secondsOf([, days, lastIn]: TalkRow): number[] {
  const seconds: number[] = [];
  let [day, step] = [0, 0];
  for (let i = 0; i <= days.length && days !== ''; i++) {
    const code = i < days.length ? days.charCodeAt(i) : comma;
    if (code !== comma) step = step * 10 + code - zero;
    else {
      seconds.push((day += step) * 86_400 - chinaSeconds);
      step = 0;
    }
  }
  if (lastIn === null) return seconds;
  // it is of the last of these days, or after it
  seconds.push(wholeMinute(lastIn));
  return seconds.sort((a, b) => a - b);
}

function byFriend(rows: Iterable<readonly [friend: number, seconds: ArrayLike<number>]>, room: number): Talks {
  const from = new Uint32Array(room + 1);
  const all: number[] = [];
  let next = 0;
  for (const [friend, seconds] of rows) {
    while (next <= friend) from[next++] = all.length;
    for (let i = 0; i < seconds.length; i++) all.push(seconds[i]!);
  }
  from.fill(all.length, next);
  return { from, second: Uint32Array.from(all) };
}

export const loadTalksCommand = defineCommand<{ rows: number }, Talks>({
  name: 'insights.loadTalks',
  writes: false,
  heavy,
  thread: 'reader',
  run({ db }) {
    const last = (db.pluck('SELECT max(friend_id) FROM friend_chat_stats').get() as number | null) ?? 0;
    const sql = `${talksSql} WHERE friend_id > ? AND friend_id <= ? ORDER BY friend_id`;
    function* rows(): Iterable<readonly [number, number[]]> {
      for (const row of stretches<TalkRow>(db, sql, 'friend_chat_stats', 'friend_id')) yield [row[0], secondsOf(row)];
    }
    return byFriend(rows(), last + 1);
  },
});

/** Reads some friends again, and puts them in place of what they were. */
export function patchTalks({ db }: ServiceContext, { from, second }: Talks, friendIds: readonly number[]): Talks {
  const read = db.arrays(`${talksSql} WHERE friend_id = ?`);
  const fresh = [...new Set(friendIds)]
    .sort((a, b) => a - b)
    .map((id) => {
      const row = read.get(id) as TalkRow | undefined;
      return [id, row ? secondsOf(row) : []] as const;
    });
  const placeOf = (id: number): number => from[Math.min(id, from.length - 1)]!;
  const room = Math.max(from.length - 1, (fresh.at(-1)?.[0] ?? 0) + 1);
  const change = fresh.reduce((sum, [id, seconds]) => sum + seconds.length - (placeOf(id + 1) - placeOf(id)), 0);
  const next: Talks = { from: new Uint32Array(room + 1), second: new Uint32Array(second.length + change) };
  // what lies between those who changed is moved as a whole
  let [friend, to] = [0, 0];
  const moveUpTo = (until: number) => {
    const shift = to - placeOf(friend);
    const end = placeOf(until);
    next.second.set(second.subarray(placeOf(friend), end), to);
    for (; friend < until; friend++) next.from[friend] = placeOf(friend) + shift;
    to = end + shift;
  };
  for (const [id, seconds] of fresh) {
    moveUpTo(id);
    next.from[friend++] = to;
    next.second.set(seconds, to);
    to += seconds.length;
  }
  moveUpTo(room);
  next.from[room] = to;
  return next;
}

const isIn = "direction = 'in'";
/** Contacts are read by months. */
const cameMs = 30 * 86_400_000;
const minuteBits = 2 ** 26;

export const loadCameCommand = defineCommand<{ rows: number }, Came>({
  name: 'insights.loadCame',
  writes: false,
  heavy,
  thread: 'reader',
  run({ db }) {
    const ends = db.arrays('SELECT min(at), max(at) FROM touches').get() as [number | null, number | null];
    const [first, last] = [ends[0] ?? 0, ends[1] ?? -1];
    const parts: { ids: number[]; packed: number[] }[] = [];
    // one number a row costs a fraction of two; friend and minute (26 bits) are one
    const where = `FROM touches WHERE at >= ? AND at < ? AND ${isIn} ORDER BY at, id`;
    const ids = db.pluck(`SELECT id ${where}`);
    const packed = db.pluck(`SELECT friend_id * ${minuteBits} + min(max(at / 60000, 0), ${minuteBits - 1}) ${where}`);
    for (let begin = first; begin <= last; begin += cameMs)
      parts.push({ ids: ids.all(begin, begin + cameMs) as number[], packed: packed.all(begin, begin + cameMs) as number[] });
    const all = parts.flatMap((part) => part.packed);
    return {
      id: Uint32Array.from(parts.flatMap((part) => part.ids)),
      friend: Uint32Array.from(all, (one) => Math.floor(one / minuteBits)),
      second: Uint32Array.from(all, (one) => (one % minuteBits) * 60),
    };
  },
});

/** Reads some contacts again, by their id, and puts them in place of what they were. */
export function patchCame({ db }: ServiceContext, came: Came, touchIds: ReadonlySet<number>): Came {
  const read = db.arrays(`SELECT id, friend_id, at FROM touches WHERE id = ? AND ${isIn}`);
  const fresh = [...touchIds].flatMap((id) => {
    const row = read.get(id) as [id: number, friend: number, at: number] | undefined;
    return row ? [[row[0], row[1], wholeMinute(row[2])] as const] : [];
  });
  fresh.sort((a, b) => a[2] - b[2]);
  const gone = [...placesWith(came.id, [...touchIds])];
  // behind those of the same minute; at one place the coming ones are before the one that goes
  const steps = [...fresh.map((row) => ({ at: firstFrom(came.second, row[2] + 1), row })), ...gone.map((at) => ({ at, row: null }))].sort(
    (a, b) => a.at - b.at,
  );
  const columns = [came.id, came.friend, came.second];
  const next = columns.map((column) => new Uint32Array(column.length + fresh.length - gone.length));
  let [from, to] = [0, 0];
  // what lies between is moved as a whole
  const moveUpTo = (end: number) => {
    for (const [i, column] of columns.entries()) next[i]!.set(column.subarray(from, end), to);
    to += end - from;
    from = end;
  };
  for (const { at, row } of steps) {
    moveUpTo(at);
    if (row === null) from++;
    else {
      for (const [i, value] of row.entries()) next[i]![to] = value;
      to++;
    }
  }
  moveUpTo(came.id.length);
  return { id: next[0]!, friend: next[1]!, second: next[2]! };
}

export const signsCommands: AnyCommand[] = [loadTalksCommand, loadCameCommand];
