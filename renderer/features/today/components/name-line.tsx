import { Button } from 'antd';
import type { FollowUp } from '../../../../shared/contracts/follow-ups.ts';
import type { CareHours, CareName } from '../../../../shared/contracts/today.ts';
import { CheckIcon, CopyIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { LevelPill } from '../../../ui/level.tsx';
import { FollowUpWords } from '../../follow-ups/index.ts';
import { doneWord, factorsText, hourText, reasonText } from '../care-words.ts';
import type { CareActions } from '../use-care.ts';
import './name-line.css';

export interface NameLineProps {
  row: CareName;
  hours: CareHours[number] | undefined;
  /** has the cursor: how its place came about, and the keys */
  current: boolean;
  actions: CareActions;
  onCopy: (one: FollowUp) => void;
  onOpen: () => void;
}

/** One friend to care for today: why, when best, and what was done. */
export function NameLine({ row, hours, current, actions, onCopy, onOpen }: NameLineProps) {
  const hour = hourText(hours);
  const [first] = row.followUps;
  const key = (keys: string) => current && <Kbd keys={keys} />;
  return (
    <div className="name-line">
      <div className="name-main">
        <p className="name-who">
          <button type="button" className="name-open" title="打开（Enter）" onClick={onOpen}>
            {row.name}
          </button>
          <LevelPill level={row.level} />
          {hour && <span className="name-hour">{hour}</span>}
        </p>
        <p className="name-why">{reasonText(row)}</p>
        {current && first && first.words !== '' && (
          <div className="name-words">
            <FollowUpWords one={first} isQuoted />
            <Button size="small" type="text" icon={<CopyIcon width="14" height="14" />} onClick={() => onCopy(first)}>
              复制话术
              <Kbd keys="c" />
            </Button>
          </div>
        )}
        {current && <p className="name-factors">{factorsText(row.factors)}</p>}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring borders and a legend */}
      <span className="name-actions" role="group" aria-label={row.name}>
        <Button
          size="small"
          type={current ? 'primary' : 'default'}
          icon={<CheckIcon width="14" height="14" />}
          onClick={() => actions.touched(row)}
        >
          {doneWord(row)}
          {key('x')}
        </Button>
        <Button size="small" title="明天再联系" onClick={() => actions.tomorrow(row)}>
          明天
          {key('l')}
        </Button>
        <Button size="small" title="下周再联系" onClick={() => actions.nextWeek(row)}>
          下周
          {key('w')}
        </Button>
        <Button size="small" title="今天不联系" onClick={() => actions.skip(row)}>
          今天不
          {key('s')}
        </Button>
      </span>
    </div>
  );
}
