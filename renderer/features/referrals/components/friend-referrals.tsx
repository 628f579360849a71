import { useState } from 'react';
import type { ReferralsOf } from '../../../../shared/contracts/referrals.ts';
import { count, fullTime, spokenDay } from '../../../lib/format.ts';
import { useReferralsOf, useSetReferral } from '../queries.ts';
import { ruleText, stateWords } from '../words.ts';
import { BringerPick } from './bringer-pick.tsx';
import '../referrals.css';

interface FriendReferralsProps {
  friendId: number;
  onFriend: (id: number) => void;
}

/** Who brought a friend, and the people who came through her, for her panel. */
export function FriendReferrals({ friendId, onFriend }: FriendReferralsProps) {
  const { data } = useReferralsOf(friendId);
  const [picking, setPicking] = useState(false);
  const setReferral = useSetReferral();
  if (!data) return null;
  const tell = (byId: number | null) => {
    setPicking(false);
    setReferral.mutate({ friendId, byId });
  };
  return (
    <section aria-label="转介绍">
      <div className="panel-section-head">
        <h3>转介绍</h3>
        <button type="button" className="link-button" onClick={() => setPicking(!picking)}>
          {picking ? '先不记' : data.by ? '改是谁带来的' : '记是谁带来的'}
        </button>
      </div>
      {picking && <BringerPick friendId={friendId} onPick={tell} />}
      {data.by ? (
        <p className="referral-by">
          <button type="button" className="link-button" onClick={() => onFriend(data.by!.friendId)}>
            {data.by.name}
          </button>
          带来的
          <small data-state={data.by.state}>{stateWords[data.by.state]}</small>
          <button type="button" className="link-button" onClick={() => tell(null)}>
            不记了
          </button>
        </p>
      ) : (
        <p className="panel-none">没记是谁带来的。</p>
      )}
      {data.people.length > 0 && <Tree data={data} onFriend={onFriend} />}
    </section>
  );
}

/** Her people, each under the one who brought her. */
function Tree({ data, onFriend }: { data: ReferralsOf; onFriend: (id: number) => void }) {
  const { people, own, total, more, stayDays } = data;
  return (
    <>
      <p className="referral-sum">
        自己带来 <b>{count(own.brought)}</b> 位，有效 <b>{count(own.valid)}</b> 位
        {total > own.brought && `；连他们带来的，一共 ${count(total)} 位`}
      </p>
      <ul className="referral-tree" aria-label="带来的人">
        {people.map(({ friendId, name, cameAt, state, depth }) => (
          // deeper ones are not moved further: there is no room
          <li key={friendId} aria-label={`${name}，第 ${depth} 层`} data-depth={Math.min(depth, 6)}>
            <button type="button" className="link-button" onClick={() => onFriend(friendId)}>
              {name}
            </button>
            <small data-state={state}>{stateWords[state]}</small>
            <time title={fullTime(cameAt)}>{spokenDay(cameAt)}</time>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="panel-none">还有 {count(more)} 位没列出来。</p>}
      <p className="panel-none">{ruleText(stayDays)}</p>
    </>
  );
}
