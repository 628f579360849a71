import { useState } from 'react';
import type { AudienceMix } from '../../../../shared/contracts/insights.ts';
import { type Audience, everybody } from '../../../../shared/contracts/segments.ts';
import { mixClasses } from '../../../../shared/domain/content-mix.ts';
import { textOfFailure } from '../../../lib/error-text.ts';
import { count, percent } from '../../../lib/format.ts';
import { levelText } from '../../../lib/words.ts';
import { useMixes } from '../queries.ts';
import { mixColors, mixWords, verdictWords } from '../words.ts';

const nameOf = ({ what, id, name }: AudienceMix) => (what === 'level' ? levelText(id) : name);
const audienceOf = ({ what, id }: AudienceMix): Audience => ({
  ...everybody,
  mode: 'only',
  ...(what === 'level' ? { levels: [id] } : { segmentIds: [id] }),
});

export interface MixAudiencesProps {
  accountId: number | null;
  /** shows the whole mix of one of them */
  onPick: (audience: Audience) => void;
}

/** What each level and each saved segment sees, side by side; reckoned only when it is unfolded. */
export function MixAudiences({ accountId, onPick }: MixAudiencesProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="mix-audiences" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>各等级、各人群看到的是什么样</summary>
      {open && <Audiences accountId={accountId} onPick={onPick} />}
    </details>
  );
}

function Audiences({ accountId, onPick }: MixAudiencesProps) {
  const { data, error } = useMixes(accountId);
  if (error) return <p role="alert">{textOfFailure(error).title}</p>;
  if (!data) return <p role="status">正在看各人群看到的…</p>;
  if (data.length === 0) return <p>还没有好友。</p>;
  return (
    <table className="plain-table compare-table">
      <caption className="sr-only">各等级、各人群最近看到的和往后会看到的朋友圈</caption>
      <thead>
        <tr>
          <th scope="col">谁</th>
          <th scope="col">好友</th>
          <th scope="col">看到的朋友圈</th>
          <th scope="col">活人内容</th>
          <th scope="col">促销</th>
          <th scope="col">像什么</th>
        </tr>
      </thead>
      <tbody>
        {data.map((mix) => (
          <tr key={`${mix.what} ${mix.id}`} data-mix={mix.verdict}>
            <th scope="row">
              <button type="button" className="link-button" onClick={() => onPick(audienceOf(mix))}>
                {nameOf(mix)}
              </button>
            </th>
            <td>{count(mix.heads)} 位</td>
            <td>
              <Bar mix={mix} /> {count(mix.total)} 条
            </td>
            <td>{mix.livingShare === null ? '–' : percent(mix.livingShare)}</td>
            <td>{mix.total === 0 ? '–' : `${count(mix.counts.offer ?? 0)} 条`}</td>
            <td>{verdictWords[mix.verdict]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The five classes as parts of one bar, with their numbers for those who hear it. */
function Bar({ mix: { total, counts } }: { mix: AudienceMix }) {
  const parts = mixClasses.map((name) => ({ name, posts: counts[name] ?? 0 })).filter(({ posts }) => posts > 0);
  const words = parts.map(({ name, posts }) => `${mixWords[name]} ${count(posts)} 条`).join('，');
  return (
    <span className="mix-bar" role="img" aria-label={words || '没有'} title={words}>
      {parts.map(({ name, posts }) => (
        <i key={name} data-tag-color={mixColors[name]} style={{ width: `${(posts / total) * 100}%` }} />
      ))}
    </span>
  );
}
