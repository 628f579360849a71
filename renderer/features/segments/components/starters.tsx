import { useQueries } from '@tanstack/react-query';
import type { SegmentInput } from '../../../../shared/contracts/segments.ts';
import { starters } from '../../../../shared/domain/segment-starters.ts';
import { trpc } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';

/** Ready-made segments with how many would be in each now. */
export function Starters({ onPick }: { onPick: (draft: SegmentInput) => void }) {
  const told = useQueries({ queries: starters.map(({ rule }) => trpc.segments.count.queryOptions({ rule })) });
  return (
    <ul className="starters" aria-label="现成的人群">
      {starters.map((starter, at) => {
        const total = told[at]?.data?.total;
        return (
          <li key={starter.name}>
            <button type="button" className="starter" onClick={() => onPick(starter)}>
              <b>{starter.name}</b>
              <span>{starter.note}</span>
              <span className="starter-size">{total === undefined || total === null ? '' : `现在 ${count(total)} 位`}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
