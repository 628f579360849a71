/*
 * 留量: how many friends are still worth writing to, told like a statement of a bank. A friend stands in one state at the beginning of a
 * period and in one at its end; from these two follow the lines she is counted on.
 */

export const poolStates = ['absent', 'effective', 'silent', 'deletedMe', 'blocked', 'lost', 'archived'] as const;
export type PoolState = (typeof poolStates)[number];
/** Lines of the statement; `all` is the head count that says nothing of whether anybody listens. */
export const poolParts = [
  'opening',
  'came',
  'new',
  'back',
  'woke',
  'went',
  'silent',
  'deletedMe',
  'blocked',
  'lost',
  'archived',
  'closing',
  'all',
] as const;
export type PoolPart = (typeof poolParts)[number];
export type PoolRow = Record<PoolPart, number>;
export const poolIns = ['new', 'back', 'woke'] as const satisfies readonly PoolPart[];
export const poolOuts = ['silent', 'deletedMe', 'blocked', 'lost', 'archived'] as const satisfies readonly PoolPart[];

export const poolWords: Record<PoolPart, string> = {
  opening: '期初',
  came: '进来的',
  new: '新加的',
  back: '走了又回来的',
  woke: '又有动静的',
  went: '出去的',
  silent: '很久没动静',
  deletedMe: '删了我',
  blocked: '拉黑',
  lost: '标成流失',
  archived: '归档',
  closing: '期末',
  all: '好友总数',
};

const isGone = (state: PoolState): boolean => state !== 'absent' && state !== 'effective' && state !== 'silent';

/** The lines that somebody is counted on who went from one state to the other. */
export function linesOf(open: PoolState, close: PoolState): PoolPart[] {
  if (close === 'absent') return [];
  const lines: PoolPart[] = ['all'];
  if (open === 'effective') lines.push('opening');
  if (open === 'absent') lines.push('came', 'new');
  if (close === 'effective') {
    if (isGone(open)) lines.push('came', 'back');
    if (open === 'silent') lines.push('came', 'woke');
    lines.push('closing');
  } else if (open === 'effective' || open === 'absent') lines.push('went', close);
  return lines;
}

const stateCount = poolStates.length;
export const moveOf = (open: number, close: number): number => open * stateCount + close;
export const moveCount = stateCount * stateCount;
/** by move: whether it is counted on a line */
export const movesOn = (part: PoolPart): Uint8Array =>
  Uint8Array.from({ length: moveCount }, (_, move) =>
    linesOf(poolStates[Math.floor(move / stateCount)]!, poolStates[move % stateCount]!).includes(part) ? 1 : 0,
  );

/** The statement out of how many made each move. */
export function poolRow(moves: ArrayLike<number>): PoolRow {
  const row = Object.fromEntries(poolParts.map((part) => [part, 0])) as PoolRow;
  for (let move = 0; move < moveCount; move++) {
    const many = moves[move]!;
    if (many === 0) continue;
    for (const part of linesOf(poolStates[Math.floor(move / stateCount)]!, poolStates[move % stateCount]!)) row[part] += many;
  }
  return row;
}

/** Silence of at least so many days, and at most so many, is what the shop's own rhythm may say. */
export const [leastSilence, mostSilence] = [30, 180];

/**
 * After how many days without a sign somebody counts as silent: nine of ten pauses between two days of buying were no longer.
 * @param pauses by days (from 1): how many were so long; nobody came back yet = the longest
 */
export function churnDay(pauses: ArrayLike<number>): number {
  let all = 0;
  for (let days = 1; days < pauses.length; days++) all += pauses[days]!;
  if (all === 0) return mostSilence;
  const wanted = Math.ceil(all * 0.9);
  let days = 0;
  for (let seen = 0; seen < wanted && days < pauses.length - 1; ) seen += pauses[++days]!;
  return Math.min(mostSilence, Math.max(leastSilence, days));
}

/** Fewer friends than this say little. */
export const fewestForPool = 20;

const number = (value: number) => value.toLocaleString('en-US');
const biggest = (row: PoolRow): PoolPart | null => {
  const parts = poolOuts.filter((part) => row[part] > 0).sort((a, b) => row[b] - row[a]);
  return parts[0] ?? null;
};

/** What a statement says. @param when the period in words */
export function poolSentence(row: PoolRow, when: string): string {
  const { opening, closing, all, came, went } = row;
  if (all === 0) return `${when}还没有好友。`;
  const change = closing - opening;
  const moved = change === 0 ? '不多不少' : `${change > 0 ? '多' : '少'}了 ${number(Math.abs(change))} 位`;
  const why = biggest(row);
  const most = why === null ? '' : `，走得最多的是「${poolWords[why]}」${number(row[why])} 位`;
  const vain = all > closing ? `好友总数写着 ${number(all)}，其中 ${number(all - closing)} 位已经走了或很久没动静。` : '';
  const few = all < fewestForPool ? '人还太少，看个大概。' : '';
  return `${when}有效好友从 ${number(opening)} 到 ${number(closing)}，${moved}：进来 ${number(came)}，出去 ${number(went)}${most}。${vain}${few}`;
}

/** Which of several statements gained and which lost the most. */
export function poolRowsSentence(rows: readonly { name: string; row: PoolRow }[]): string {
  const gained = rows.map(({ name, row }) => ({ name, more: row.closing - row.opening }));
  const best = gained.reduce((a, b) => (b.more > a.more ? b : a));
  const worst = gained.reduce((a, b) => (b.more < a.more ? b : a));
  const parts = [
    best.more > 0 ? `「${best.name}」多得最多，多了 ${number(best.more)} 位` : '',
    worst.more < 0 ? `「${worst.name}」少得最多，少了 ${number(-worst.more)} 位` : '',
  ].filter(Boolean);
  return parts.length === 0 ? '有效好友没有多，也没有少。' : `有效好友：${parts.join('；')}。`;
}
