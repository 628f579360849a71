import type { BirthdayDue } from '../../../../shared/contracts/friends.ts';
import { birthdayText } from '../../../lib/format.ts';
import { CheckIcon, GiftIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { LevelPill } from '../../../ui/level.tsx';
import { useWishBirthday } from '../queries.ts';
import './birthday-line.css';

export interface BirthdayLineProps {
  due: BirthdayDue;
  /** the day in words when it is not today: 明天, 周五 */
  day?: string;
  /** draws the key beside the button */
  showKey?: boolean;
  onOpen: () => void;
}

/** One birthday: who, which level, how old, solar or lunar, and whether she has been congratulated. */
export function BirthdayLine({ due, day, showKey = false, onOpen }: BirthdayLineProps) {
  const wish = useWishBirthday();
  return (
    <div className={due.wished ? 'birthday-line wished' : 'birthday-line'}>
      <span className="birthday-sign">
        <GiftIcon />
      </span>
      {day && <span className="birthday-day">{day}</span>}
      <button type="button" className="birthday-name" title={`看「${due.name}」的资料`} onClick={onOpen}>
        {due.name}
      </button>
      <LevelPill level={due.trustLevel} />
      <span className="birthday-facts">
        {due.turns !== null && due.turns > 0 ? `满 ${due.turns} 岁 · ` : ''}
        {birthdayText({ ...due.birthday, year: null })}
      </span>
      {due.wished && (
        <span className="birthday-done">
          <CheckIcon width="14" height="14" />
          已祝福
        </span>
      )}
      <button
        type="button"
        className="birthday-wish"
        data-wished={due.wished}
        aria-label={due.wished ? `撤回给${due.name}的祝福` : `记为已祝福${due.name}`}
        disabled={wish.isPending}
        onClick={(event) => {
          // the second press of a double click must not take back what the first one did
          if (event.detail < 2) wish.mutate({ due, wished: !due.wished });
        }}
      >
        {!due.wished && <span className="birthday-ring" />}
        {due.wished ? '撤回' : '记为已祝福'}
        {showKey && !due.wished && <Kbd keys="x" />}
      </button>
    </div>
  );
}
