import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { messageDirections, messageKinds } from '../../../../shared/domain/messages.ts';
import { dateText, startOfDay } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { CheckList, FilterMenu } from '../../../ui/filter-menu.tsx';
import { CloseIcon } from '../../../ui/icons.tsx';
import { chatsActions, type Narrowed, narrowedCount } from '../store.ts';
import { directionWords, kindWords } from '../words.ts';
import { FriendChoice } from './friend-choice.tsx';
import { GroupChoice } from './group-choice.tsx';

const kindOptions = messageKinds.map((key) => ({ key, label: kindWords[key] }));
const directionOptions = messageDirections.map((key) => ({ key, label: directionWords[key] }));
const periods = [
  { key: 7, label: '近 7 天' },
  { key: 30, label: '近 30 天' },
  { key: 365, label: '近一年' },
];

/** The last so many days, today included. */
function lastDays(days: number): [number, number] {
  const today = startOfDay(now());
  const from = new Date(today);
  from.setDate(from.getDate() - days + 1);
  return [from.getTime(), today];
}

function periodText(days: Narrowed['days']): string | null {
  if (!days) return null;
  const usual = periods.find(({ key }) => lastDays(key)[0] === days[0] && lastDays(key)[1] === days[1]);
  return usual?.label ?? (days[0] === days[1] ? dateText(days[0]) : `${dateText(days[0])} – ${dateText(days[1])}`);
}

function PeriodChoice({ days }: { days: Narrowed['days'] }) {
  return (
    <div className="period-choice">
      <CheckList
        label="时间"
        single
        options={periods}
        chosen={periods.filter(({ label }) => label === periodText(days)).map(({ key }) => key)}
        onChange={([key]) => chatsActions.narrow({ days: key === undefined ? null : lastDays(key) })}
      />
      <DatePicker.RangePicker
        size="small"
        aria-label="从哪天到哪天"
        placeholder={['从哪天', '到哪天']}
        value={days ? [dayjs(days[0]), dayjs(days[1])] : null}
        onChange={(dates) =>
          chatsActions.narrow({
            days: dates?.[0] && dates[1] ? [dates[0].startOf('day').valueOf(), dates[1].startOf('day').valueOf()] : null,
          })
        }
      />
    </div>
  );
}

function Chip({ label, onClear }: { label: string; onClear: () => void }) {
  return (
    <span className="filter-menu on">
      <span className="search-chip" title={label}>
        {label}
      </span>
      <button type="button" className="filter-menu-clear" aria-label={`不再${label}`} onClick={onClear}>
        <CloseIcon width="10" height="10" />
      </button>
    </span>
  );
}

interface SearchFiltersProps {
  narrowed: Narrowed;
  /** the conversation that is open, to search in it alone */
  open: { id: number; name: string } | null;
}

/** What narrows the search for messages. */
export function SearchFilters({ narrowed, open }: SearchFiltersProps) {
  const { direction, messageKinds: kinds, days, friend, conversation } = narrowed;
  return (
    <div className="search-filters" role="toolbar" aria-label="筛选消息">
      <FilterMenu label="好友" value={friend?.name ?? null} onClear={() => chatsActions.narrow({ friend: null })}>
        {() => <FriendChoice chosen={friend} onChoose={(chosen) => chatsActions.narrow({ friend: chosen })} />}
      </FilterMenu>
      {!conversation && (
        <FilterMenu label="群" value={null} onClear={() => undefined}>
          {() => <GroupChoice onChoose={(group) => chatsActions.narrow({ conversation: group })} />}
        </FilterMenu>
      )}
      <FilterMenu
        label="谁说的"
        value={direction === null ? null : directionWords[direction]}
        onClear={() => chatsActions.narrow({ direction: null })}
      >
        {() => (
          <CheckList
            label="谁说的"
            single
            options={directionOptions}
            chosen={direction === null ? [] : [direction]}
            onChange={([key]) => chatsActions.narrow({ direction: key ?? null })}
          />
        )}
      </FilterMenu>
      <FilterMenu
        label="类型"
        value={kinds.length === 0 ? null : kinds.length === 1 && kinds[0] ? kindWords[kinds[0]] : `${kinds.length} 种`}
        onClear={() => chatsActions.narrow({ messageKinds: [] })}
      >
        {() => (
          <CheckList
            label="类型"
            searchable
            options={kindOptions}
            chosen={kinds}
            onChange={(messageKinds) => chatsActions.narrow({ messageKinds })}
          />
        )}
      </FilterMenu>
      <FilterMenu label="时间" value={periodText(days)} onClear={() => chatsActions.narrow({ days: null })}>
        {() => <PeriodChoice days={days} />}
      </FilterMenu>
      {conversation && <Chip label={`只在「${conversation.name}」里`} onClear={() => chatsActions.narrow({ conversation: null })} />}
      {!conversation && open && (
        <button type="button" className="link-button" onClick={() => chatsActions.narrow({ conversation: open })}>
          只在当前聊天里
        </button>
      )}
      {narrowedCount(narrowed) > 1 && (
        <button type="button" className="link-button" onClick={chatsActions.widen}>
          清除筛选
        </button>
      )}
    </div>
  );
}
