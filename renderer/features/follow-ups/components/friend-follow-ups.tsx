import { useState } from 'react';
import type { FollowUp } from '../../../../shared/contracts/follow-ups.ts';
import { DayDialog, soonDays } from '../../../ui/day-dialog.tsx';
import { usePostpone, useSettle } from '../mutations.ts';
import { useFollowUpsOf } from '../queries.ts';
import { useCopyWords } from '../use-copy-words.ts';
import { FollowUpLine } from './follow-up-line.tsx';
import { ChangeDialog, NewDialog, type NewKind } from './new-dialog.tsx';
import { PromiseLine } from './promise-list.tsx';
import '../follow-ups.css';

const few = 3;

/** What is to be done with one friend, and what was promised, for the panel. */
export function FriendFollowUps({ friendId }: { friendId: number }) {
  const { data } = useFollowUpsOf(friendId);
  const [writing, setWriting] = useState<NewKind | null>(null);
  const [moving, setMoving] = useState<FollowUp | null>(null);
  const [changing, setChanging] = useState<FollowUp | null>(null);
  const [all, setAll] = useState(false);
  const [settle, postpone] = [useSettle(), usePostpone()];
  const copy = useCopyWords();
  if (!data) return null;
  const shown = all ? data.followUps : data.followUps.slice(0, few);
  return (
    <section aria-label="跟进">
      <div className="panel-section-head">
        <h3>跟进</h3>
        <button type="button" className="link-button" onClick={() => setWriting('followUp')}>
          定跟进
        </button>
        <button type="button" className="link-button" onClick={() => setWriting('promise')}>
          记下答应的事
        </button>
      </div>
      {data.followUps.length + data.promises.length === 0 && <p className="panel-none">没有要跟进的。</p>}
      <ul className="follow-up-list narrow">
        {shown.map((one) => (
          <FollowUpLine
            key={JSON.stringify(one.pick)}
            one={one}
            today={data.today}
            isCurrent={false}
            onDone={() => settle.mutate({ one, state: 'done' })}
            onSkip={() => settle.mutate({ one, state: 'skipped' })}
            onLater={() => setMoving(one)}
            onCopy={() => void copy(one)}
            onChange={() => setChanging(one)}
          />
        ))}
        {data.promises.map((one) => (
          <PromiseLine key={one.id} one={one} today={data.today} />
        ))}
      </ul>
      {data.followUps.length > shown.length && (
        <button type="button" className="link-button" onClick={() => setAll(true)}>
          再看 {data.followUps.length - shown.length} 条
        </button>
      )}
      {writing && <NewDialog kind={writing} friend={{ id: friendId, name: data.name }} onClose={() => setWriting(null)} />}
      {changing && <ChangeDialog one={changing} onClose={() => setChanging(null)} />}
      {moving && (
        <DayDialog
          title={`「${moving.title}」改到哪天`}
          choices={soonDays}
          onClose={() => setMoving(null)}
          onPick={(untilOn) => {
            setMoving(null);
            postpone.mutate({ one: moving, untilOn });
          }}
        />
      )}
    </section>
  );
}
