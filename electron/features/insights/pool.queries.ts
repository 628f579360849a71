import type { PeriodInput, PoolReport } from '../../../shared/contracts/pool.ts';
import type { PoolFigure } from '../../../shared/domain/figures.ts';
import { piecesOf } from '../../../shared/domain/periods.ts';
import { moveCount, moveOf, movesOn, type PoolRow, poolRow } from '../../../shared/domain/pool.ts';
import { startOfDay } from '../../../shared/domain/segment-days.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import type { Everybody } from './everybody.ts';
import { closeOf, upToToday } from './period.ts';
import { poolStands } from './pool.ts';

/** How many made each move between two moments: of all, and by what each carries. */
class Moves {
  readonly all = new Uint32Array(moveCount);
  readonly #by = new Map<number, Uint32Array>();

  add(key: number, move: number): void {
    this.all[move]!++;
    let moves = this.#by.get(key);
    if (!moves) this.#by.set(key, (moves = new Uint32Array(moveCount)));
    moves[move]!++;
  }

  /** Rows by key; of those who do not stand on any line there is none. */
  rows(): { id: number; row: PoolRow }[] {
    return [...this.#by]
      .map(([id, moves]) => ({ id, row: poolRow(moves) }))
      .filter(({ row }) => row.all > 0)
      .sort((a, b) => b.row.closing - a.row.closing || a.id - b.id);
  }
}

async function movesBetween({ ids }: Everybody, open: Uint8Array, close: Uint8Array, key: ArrayLike<number>, breather: Breather) {
  const moves = new Moves();
  for (let i = 0; i < ids.length; i++) {
    if (i % 16_384 === 0) await breather.breathe();
    moves.add(key[ids[i]!]!, moveOf(open[ids[i]!]!, close[ids[i]!]!));
  }
  return moves;
}

/** The statement of a period, in steps, and by account and channel. @throws AppError `invalidInput` for days still to come */
export async function poolReport(ctx: HostContext, input: PeriodInput): Promise<PoolReport> {
  const period = upToToday(input, ctx.clock.now());
  const pieces = piecesOf(period);
  const stands = await poolStands(ctx, (now) => [startOfDay(period.fromOn), ...pieces.map(({ toOn }) => closeOf(toOn, now))]);
  const { people, states } = stands;
  const breather = new Breather();
  const nothing = new Uint8Array(people.room);
  const steps: PoolReport['steps'] = [];
  for (const [at, piece] of pieces.entries()) {
    const moves = await movesBetween(people, states[at]!, states[at + 1]!, nothing, breather);
    steps.push({ ...piece, row: poolRow(moves.all) });
  }
  const [open, close] = [states[0]!, states.at(-1)!];
  const byAccount = await movesBetween(people, open, close, people.account, breather);
  const byChannel = await movesBetween(people, open, close, people.channel, breather);
  return {
    ...period,
    total: poolRow(byAccount.all),
    steps,
    accounts: byAccount.rows(),
    channels: byChannel.rows(),
    silenceDays: stands.silenceDays,
    left: {
      undated: stands.undated,
      future: people.ids.reduce((many, id) => many + (people.since[id]! > stands.reckonedAt ? 1 : 0), 0),
    },
    reckonedAt: stands.reckonedAt,
  };
}

/** Those who stand on a line of the statement, ascending. */
export async function poolMembers(ctx: HostContext, figure: PoolFigure): Promise<Uint32Array> {
  const period = upToToday(figure, ctx.clock.now());
  const { people, states } = await poolStands(ctx, (now) => [startOfDay(period.fromOn), closeOf(period.toOn, now)]);
  const [open, close] = [states[0]!, states[1]!];
  const isOn = movesOn(figure.part);
  return people.ids.filter((id) => isOn[moveOf(open[id]!, close[id]!)] === 1);
}
