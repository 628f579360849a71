import { Button } from 'antd';
import type { Promised } from '../../../../shared/contracts/follow-ups.ts';
import { promiseStateWords } from '../../../../shared/domain/words.ts';
import { CheckIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { dayWords } from '../words.ts';
import '../follow-ups.css';

export interface PromiseHeadProps {
  one: Promised;
  today: string;
  /** none = on the friend's own panel */
  onFriend?: (() => void) | undefined;
}

/** What was promised to whom, and until when. */
export function PromiseHead({ one, today, onFriend }: PromiseHeadProps) {
  const isOpen = one.state === 'open';
  const isLate = isOpen && one.dueOn < today;
  return (
    <div className="follow-up-head">
      {onFriend && (
        <button type="button" className="follow-up-name" title={one.name} onClick={onFriend}>
          {one.name}
        </button>
      )}
      <b>{one.text}</b>
      <span className={isLate ? 'follow-up-due late' : 'follow-up-due'}>
        {isOpen ? `${dayWords(one.dueOn)}之前${isLate ? '，过了' : ''}` : promiseStateWords[one.state]}
      </span>
    </div>
  );
}

interface DuePromiseProps extends PromiseHeadProps {
  isCurrent: boolean;
  onKept: () => void;
  onLater: () => void;
  onBroken: () => void;
}

/** A promise that is due, with one key for each answer. */
export function DuePromise({ isCurrent, onKept, onLater, onBroken, ...head }: DuePromiseProps) {
  const key = (keys: string) => isCurrent && <Kbd keys={keys} />;
  return (
    <div className="follow-up-row">
      <PromiseHead {...head} />
      <div className="follow-up-actions">
        <Button size="small" type={isCurrent ? 'primary' : 'default'} icon={<CheckIcon width="14" height="14" />} onClick={onKept}>
          做到了
          {key('x')}
        </Button>
        <Button size="small" onClick={onLater}>
          改到明天
          {key('l')}
        </Button>
        <Button size="small" onClick={onBroken}>
          没做到
          {key('s')}
        </Button>
      </div>
    </div>
  );
}
