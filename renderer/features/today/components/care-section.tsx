import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import type { CareList } from '../../../../shared/contracts/today.ts';
import { count } from '../../../lib/format.ts';
import { useSetting } from '../../settings/index.ts';
import type { TodayItem } from '../agenda.ts';
import './name-line.css';

const usualMinutes = [15, 30, 45, 60, 90, 120, 180];

/** How much time she has for people today. */
function Minutes() {
  const [rules, setRules] = useSetting('today.rules');
  const choices = [...new Set([...usualMinutes, rules.minutes])].sort((a, b) => a - b);
  return (
    <span className="care-minutes">
      今天给
      <Select
        size="small"
        aria-label="今天给多少分钟"
        value={rules.minutes}
        onChange={(minutes) => setRules({ ...rules, minutes })}
        options={choices.map((minutes) => ({ value: minutes, label: `${minutes} 分钟` }))}
      />
    </span>
  );
}

/** Those for whom there is a reason and who are left alone all the same. */
function quietText({ touched, tagged, putOff }: CareList['quiet']): string | null {
  const parts = [
    touched > 0 && `${count(touched)} 位这几天刚联系过`,
    tagged > 0 && `${count(tagged)} 位标着勿扰`,
    putOff > 0 && `${count(putOff)} 位放到了以后`,
  ].filter(Boolean);
  return parts.length === 0 ? null : `不打扰：${parts.join('，')}。`;
}

function knownText({ buyers, chats }: CareList['book']): string | null {
  if (buyers > 0 && chats > 0) return null;
  const noOrders = buyers === 0 ? '还没有订单，先按等级和多久没联系来排' : '';
  const noChats = chats === 0 ? '还没导入聊天，不知道各人平常几天聊一次' : '';
  return `${[noOrders, noChats].filter(Boolean).join('；')}。`;
}

interface CareSectionProps {
  care: CareList;
  items: readonly TodayItem[];
  onMore: () => void;
  line: (item: TodayItem) => ReactNode;
}

/** The names of today, as many as the minutes are enough for. */
export function CareSection({ care, items, onMore, line }: CareSectionProps) {
  const [{ minutes, perName }] = useSetting('today.rules');
  if (care.book.friends === 0) return null;
  const isEnough = care.cared >= care.enoughFor;
  const hidden = care.reasons - items.length;
  const notes = [quietText(care.quiet), knownText(care.book)].filter(Boolean);
  return (
    <section className="today-section" aria-label="今天先联系这几位">
      <div className="care-head">
        <h2>
          今天先联系这几位<span>{count(items.length)}</span>
        </h2>
        <Minutes />
      </div>
      {isEnough && (
        <p className="care-enough" role="status">
          今天联系了 {count(care.cared)} 位，{minutes} 分钟用完了。够了，歇歇吧。
          {hidden > 0 && <MoreButton onMore={onMore} hidden={hidden} />}
        </p>
      )}
      <ul>{items.map(line)}</ul>
      {!isEnough && items.length === 0 && <p className="care-enough">今天没有非联系不可的人。</p>}
      {!isEnough && items.length > 0 && hidden > 0 && (
        <p className="care-note">
          一位约 {perName} 分钟，{minutes} 分钟够 {count(care.enoughFor)} 位；还有 {count(hidden)} 位有理由联系，明天接着来。
        </p>
      )}
      {isEnough && items.length > 0 && hidden > 0 && (
        <p className="care-enough">
          <MoreButton onMore={onMore} hidden={hidden} />
        </p>
      )}
      {notes.length > 0 && <p className="care-note">{notes.join(' ')}</p>}
    </section>
  );
}

const MoreButton = ({ onMore, hidden }: { onMore: () => void; hidden: number }) => (
  <Button size="small" onClick={onMore}>
    再看 {count(Math.min(moreNames, hidden))} 位
  </Button>
);

/** so many names come on top when she has time left */
export const moreNames = 5;
