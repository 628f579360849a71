import { fewestForShare } from '../../../../shared/domain/funnel.ts';
import { count, percent } from '../../../lib/format.ts';
import { levelText } from '../../../lib/words.ts';
import type { ChartTable } from '../../../ui/chart-picture.ts';
import { LevelPill } from '../../../ui/level.tsx';
import { type FlowMove, ladder } from '../flow-layout.ts';
import { moveText } from './flow-picture.tsx';

/** null = those who joined */
const starts = [...ladder, null] as const;
const nameOf = (level: number | null) => (level === null ? '新加入' : levelText(level));

function rowsOf(moves: readonly FlowMove[]) {
  return starts
    .map((from) => {
      const cells = ladder.map((to) => moves.find((move) => move.from === from && move.to === to) ?? null);
      return { from, cells, total: cells.reduce((sum, move) => sum + (move?.count ?? 0), 0) };
    })
    .filter(({ from, total }) => from !== null || total > 0);
}

/** The same as numbers, for the way out. */
export function flowTable(moves: readonly FlowMove[]): ChartTable {
  const rows = rowsOf(moves);
  return {
    header: ['开始时', '人数', ...ladder.map((to) => `到 ${levelText(to)}`)],
    rows: rows.map(({ from, cells, total }) => [nameOf(from), total, ...cells.map((move) => move?.count ?? 0)]),
    paint: {
      as: 'heat',
      shares: rows.map(({ cells, total }) => [0, 0, ...cells.map((move) => (move && move.kind !== 'stay' ? move.count / total : 0))]),
    },
  };
}

interface FlowMatrixProps {
  moves: readonly FlowMove[];
  chosen: FlowMove | null;
  onChoose: (move: FlowMove) => void;
}

/** From which level to which: how many of those who stood there went where. Every number opens its people. */
export function FlowMatrix({ moves, chosen, onChoose }: FlowMatrixProps) {
  return (
    <table className="flow-matrix" aria-label="从哪一级到哪一级">
      <caption>从哪一级到哪一级</caption>
      <thead>
        <tr>
          <th scope="col">开始时</th>
          <th scope="col">人数</th>
          {ladder.map((to) => (
            <th scope="col" key={to}>
              <span className="sr-only">到</span> <LevelPill level={to} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rowsOf(moves).map(({ from, cells, total }) => (
          <tr key={from}>
            <th scope="row">{from === null ? '新加入' : <LevelPill level={from} />}</th>
            <td>{count(total)}</td>
            {cells.map((move, at) =>
              move ? (
                <td key={ladder[at]} data-kind={move.kind}>
                  <button
                    type="button"
                    aria-label={`看是谁：${moveText(move)}，${count(move.count)} 位`}
                    aria-pressed={chosen?.from === move.from && chosen.to === move.to}
                    onClick={() => onChoose(move)}
                  >
                    {count(move.count)}
                  </button>
                  {total >= fewestForShare && <small>{percent(move.count / total)}</small>}
                </td>
              ) : (
                <td key={ladder[at]} className="flow-nobody">
                  ·
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
