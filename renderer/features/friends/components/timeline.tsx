import { useState } from 'react';
import { fullTime, spokenAgo } from '../../../lib/format.ts';
import { levelText } from '../../../lib/words.ts';
import { LevelPill } from '../../../ui/level.tsx';
import { useLevelHistory, useTimeline } from '../queries.ts';
import { timelineText } from '../timeline-text.ts';

const few = 20;
const many = 500;

/** Everything that happened, newest first. */
export function Timeline({ friendId }: { friendId: number }) {
  const [limit, setLimit] = useState(few);
  const items = useTimeline(friendId, limit).data;
  if (!items) return null;
  return (
    <>
      <div className="panel-section-head">
        <h3>经过</h3>
      </div>
      <ol className="timeline">
        {items.map((item) => {
          const { title, body } = timelineText(item);
          return (
            <li key={item.key} data-kind={item.kind}>
              <span>{title}</span>
              {body && <p>{body}</p>}
              <time title={fullTime(item.at)}>{spokenAgo(item.at)}</time>
            </li>
          );
        })}
      </ol>
      {items.length === few && limit === few && (
        <button type="button" className="link-button" onClick={() => setLimit(many)}>
          看更早的
        </button>
      )}
    </>
  );
}

/** The path on the ladder, newest first. */
export function LevelHistory({ friendId }: { friendId: number }) {
  const changes = useLevelHistory(friendId).data;
  if (!changes || changes.length < 2) return null;
  return (
    <>
      <div className="panel-section-head">
        <h3>等级变化</h3>
      </div>
      <ol className="level-history">
        {changes.map((change) => (
          <li key={change.id} title={change.fromLevel === null ? undefined : `之前是 ${levelText(change.fromLevel)}`}>
            <LevelPill level={change.toLevel} />
            <span className="level-history-reason">{change.reason}</span>
            <time title={fullTime(change.at)}>{spokenAgo(change.at)}</time>
          </li>
        ))}
      </ol>
    </>
  );
}
