import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import type { FollowUp } from '../../../../shared/contracts/follow-ups.ts';
import { CheckIcon, CopyIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { dayWords, dueText, reasonText } from '../words.ts';
import '../follow-ups.css';

export interface FollowUpBodyProps {
  one: FollowUp;
  today: string;
  isCurrent: boolean;
  /** on a line of its own: words are shown of the one that has the keys only */
  isShort?: boolean;
  /** none = on the friend's own panel */
  onFriend?: (() => void) | undefined;
  onDone: () => void;
  onLater: () => void;
  onSkip: () => void;
  onCopy: () => void;
  /** of one that she set herself; none = not here */
  onChange?: (() => void) | undefined;
}

/** The words to be said, and what is missing in them. */
export function FollowUpWords({ one, isQuoted = false }: { one: Pick<FollowUp, 'words' | 'missing'>; isQuoted?: boolean }) {
  if (one.words === '') return null;
  return (
    <p className={isQuoted ? 'follow-up-words quoted' : 'follow-up-words'}>
      {one.words}
      {one.missing.length > 0 && <small>（{one.missing.join('、')}没有，发之前自己填）</small>}
    </p>
  );
}

/** One follow-up: whom, what, why, when, the words, and what can be done with it. */
export function FollowUpBody({
  one,
  today,
  isCurrent,
  isShort = false,
  onFriend,
  onDone,
  onLater,
  onSkip,
  onCopy,
  onChange,
}: FollowUpBodyProps) {
  const due = dueText(one, today);
  return (
    <div className={isShort ? 'follow-up-row' : undefined}>
      <div className="follow-up-head">
        {onFriend && (
          <button type="button" className="follow-up-name" title={one.name} onClick={onFriend}>
            {one.name}
          </button>
        )}
        <b>{one.title}</b>
        <span className="follow-up-why">{reasonText(one)}</span>
        {one.on > today && <time>{dayWords(one.on)}</time>}
        {due && <span className={one.on === today && one.putOff === null ? 'follow-up-due late' : 'follow-up-due'}>{due}</span>}
      </div>
      {(isCurrent || !isShort) && <FollowUpWords one={one} />}
      <div className="follow-up-actions">
        <Button size="small" type={isCurrent ? 'primary' : 'default'} icon={<CheckIcon width="14" height="14" />} onClick={onDone}>
          做完了
          {isCurrent && onFriend && <Kbd keys="x" />}
        </Button>
        <Button size="small" onClick={onLater}>
          {onFriend ? '明天再说' : '改日子'}
          {isCurrent && onFriend && <Kbd keys="l" />}
        </Button>
        <Button size="small" onClick={onSkip}>
          跳过
          {isCurrent && onFriend && <Kbd keys="s" />}
        </Button>
        {one.written !== null && onChange && (
          <Button size="small" onClick={onChange}>
            改内容
            {isCurrent && onFriend && <Kbd keys="e" />}
          </Button>
        )}
        {one.words && (isCurrent || !isShort) && (
          <Button size="small" type="text" icon={<CopyIcon width="14" height="14" />} onClick={onCopy}>
            复制话术
            {isCurrent && onFriend && <Kbd keys="c" />}
          </Button>
        )}
      </div>
    </div>
  );
}

/** One of a list of follow-ups. */
export function FollowUpLine({ onGo, ...props }: FollowUpBodyProps & { onGo?: (() => void) | undefined }) {
  const { isCurrent } = props;
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the page walk the lines
    <li ref={line} className={isCurrent ? 'follow-up current' : 'follow-up'} aria-current={isCurrent || undefined} onClick={onGo}>
      <FollowUpBody {...props} />
    </li>
  );
}
