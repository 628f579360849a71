import { useState } from 'react';
import { count, fullTime, signed, spokenAgo } from '../../../lib/format.ts';
import { useFriendPoints } from '../queries.ts';
import './points.css';

const few = 3;

/** One friend's 积分: what there is, and the last movements. */
export function FriendPoints({ friendId, onAdd }: { friendId: number; onAdd: () => void }) {
  const points = useFriendPoints(friendId).data;
  const [all, setAll] = useState(false);
  if (!points) return null;
  const shown = all ? points.entries : points.entries.slice(0, few);
  return (
    <section aria-label="积分">
      <div className="panel-section-head">
        <h3>积分</h3>
        <button type="button" className="link-button" title="记积分（P）" onClick={onAdd}>
          记积分
        </button>
      </div>
      {points.count === 0 ? (
        <p className="panel-none">还没有记过积分。</p>
      ) : (
        <>
          <p className="points-balance">
            <b>{count(points.balance)}</b> 积分
          </p>
          <ul className="points-entries">
            {shown.map(({ id, delta, reason, kind, at }) => (
              <li key={id}>
                <b>{signed(delta)}</b>
                <span title={reason || undefined}>{[kind === 'import' ? '导入时' : '', reason].filter(Boolean).join('：')}</span>
                <time title={fullTime(at)}>{spokenAgo(at)}</time>
              </li>
            ))}
          </ul>
          {points.entries.length > shown.length && (
            <button type="button" className="link-button" onClick={() => setAll(true)}>
              看更早的
            </button>
          )}
        </>
      )}
    </section>
  );
}
