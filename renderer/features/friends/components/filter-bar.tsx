import { useQuery } from '@tanstack/react-query';
import { memo, type ReactNode, useContext, useState } from 'react';
import type { FriendFilter } from '../../../../shared/contracts/friends.ts';
import { figureWords, readFigure } from '../../../../shared/domain/figures.ts';
import { periodText } from '../../../../shared/domain/periods.ts';
import { trpc } from '../../../lib/api.ts';
import { useAccounts, useChannels, useTagBook } from '../../../lib/book.ts';
import { dayText } from '../../../lib/format.ts';
import { useLayerWords } from '../../../lib/layer-words.ts';
import { now } from '../../../lib/now.ts';
import { levelWords, statusWords } from '../../../lib/words.ts';
import { FilterMenu } from '../../../ui/filter-menu.tsx';
import { ChevronDownIcon } from '../../../ui/icons.tsx';
import { SaveAsSegment, useSegments } from '../../segments/index.ts';
import { isFiltered } from '../filter.ts';
import {
  AccountOptions,
  ArchiveOptions,
  archiveChoices,
  ChannelOptions,
  ContactOptions,
  contactText,
  type FilterProps,
  FilterText,
  LayerOptions,
  LevelOptions,
  SegmentOptions,
  StatusOptions,
  type TagMode,
  TagOptions,
  without,
} from './filter-options.tsx';

const short = (names: readonly string[]): string =>
  names.length > 2 ? `${names.slice(0, 2).join('、')} 等 ${names.length} 个` : names.join('、');

function tagText(filter: FriendFilter, names: ReadonlyMap<number, { name: string }>): string | null {
  if (!filter.tags) return null;
  const words = { any: '有', all: '全有', none: '没有' } as const;
  return (Object.keys(words) as TagMode[])
    .flatMap((mode) => {
      const ids = filter.tags?.[mode];
      return ids?.length ? [`${words[mode]} ${short(ids.map((id) => names.get(id)?.name ?? '已删除的标签'))}`] : [];
    })
    .join('，');
}

/** Only who came with one import, by the name of its file. */
function BatchFilter({ id, onClear }: { id: number; onClear: () => void }) {
  const batch = useQuery(trpc.imports.batches.queryOptions()).data?.find((item) => item.id === id);
  return (
    <FilterMenu label="导入批次" value={batch ? batch.fileName : '某次导入的好友'} onClear={onClear}>
      {() => <p className="check-list-empty">只看这一次导入进来的好友。</p>}
    </FilterMenu>
  );
}

/** Only those whom a number of 洞察 counts. */
function FigureFilter({ text, onClear }: { text: string; onClear: () => void }) {
  const figure = readFigure(text);
  if (figure === null) return null;
  return (
    <FilterMenu label="洞察" value={`${figureWords(figure)}（${periodText(figure, dayText(now()))}）`} onClear={onClear}>
      {() => <p className="check-list-empty">只看洞察里这个数字的好友。</p>}
    </FilterMenu>
  );
}

/** Keeps the filter under a name; alone, as ClearAll. Only segments would be the same ones again, and a number is no rule. */
function KeepFilter({ filter }: { filter: FriendFilter }) {
  const text = useContext(FilterText);
  const [asking, setAsking] = useState(false);
  if (filter.figure !== undefined || (text === '' && !isFiltered(without(filter, 'segmentIds', 'archived')))) return null;
  return (
    <>
      <button type="button" className="link-button" onClick={() => setAsking(true)}>
        存成人群
      </button>
      {asking && <SaveAsSegment filter={text === '' ? filter : { ...filter, text }} onClose={() => setAsking(false)} />}
    </>
  );
}

/** Takes everything back; alone, because it comes and goes with the text. */
function ClearAll({ filter, onClear }: { filter: FriendFilter; onClear: () => void }) {
  const searching = useContext(FilterText) !== '';
  if (!searching && !isFiltered(filter)) return null;
  return (
    <button type="button" className="link-button" onClick={onClear}>
      清除全部
    </button>
  );
}

interface FilterBarProps extends FilterProps {
  /** takes everything back, the text too */
  onClear: () => void;
}

/** One filter of the bar. */
interface Part {
  label: string;
  /** what is chosen, in words */
  value: string | null;
  clear: () => void;
  options: () => ReactNode;
}

/** The filters by how often they are used: `less` go behind one button where there is no room for all. */
function useParts(props: FilterProps): { often: Part[]; less: Part[] } {
  const { filter, onChange } = props;
  const tags = useTagBook().byId;
  const accounts = useAccounts().byId;
  const channels = useChannels().byId;
  const segments = useSegments();
  const wordsOf = useLayerWords();
  const part = (label: string, key: keyof FriendFilter, value: string | null, options: () => ReactNode): Part => ({
    label,
    value,
    clear: () => onChange(without(filter, key)),
    options,
  });
  const named = (ids: readonly (number | null)[] | undefined, name: (id: number | null) => string) => (ids ? short(ids.map(name)) : null);
  const channelName = (id: number | null) => (id === null ? '没有渠道' : (channels.get(id)?.name ?? ''));
  const archived = filter.archived === 'only' || filter.archived === 'any' ? archiveChoices[filter.archived] : null;
  return {
    often: [
      part('标签', 'tags', tagText(filter, tags), () => <TagOptions {...props} />),
      part('等级', 'levels', filter.levels ? short(filter.levels.map((level) => levelWords[level] ?? '')) : null, () => (
        <LevelOptions {...props} />
      )),
      part(
        '人群',
        'segmentIds',
        named(filter.segmentIds, (id) => segments.byId.get(id ?? 0)?.name ?? (segments.ready ? '已删除的人群' : '…')),
        () => <SegmentOptions {...props} />,
      ),
      part(
        '我的微信号',
        'accountIds',
        named(filter.accountIds, (id) => accounts.get(id ?? 0)?.name ?? ''),
        () => <AccountOptions {...props} />,
      ),
      part('最近联系', 'lastContact', contactText(filter.lastContact), () => <ContactOptions {...props} />),
    ],
    less: [
      part('渠道', 'channelIds', named(filter.channelIds, channelName), () => <ChannelOptions {...props} />),
      part('状态', 'statuses', filter.statuses ? short(filter.statuses.map((status) => statusWords[status])) : null, () => (
        <StatusOptions {...props} />
      )),
      part('分层', 'layers', filter.layers ? short(filter.layers.map((code) => wordsOf(code).label)) : null, () => (
        <LayerOptions {...props} />
      )),
      part('归档', 'archived', archived, () => <ArchiveOptions {...props} />),
    ],
  };
}

/** The filters that are used less often, one after another in one menu. */
function MoreOptions({ parts }: { parts: readonly Part[] }) {
  const [open, setOpen] = useState<string | null>(null);
  return parts.map(({ label, value, options }) => (
    <div key={label}>
      <button type="button" className="filter-part" aria-expanded={open === label} onClick={() => setOpen(open === label ? null : label)}>
        <span>{label}</span>
        {value && <small>{value}</small>}
        <ChevronDownIcon width="12" height="12" />
      </button>
      {open === label && options()}
    </div>
  ));
}

const nothing = () => undefined;

/** What narrows the list beside the search (`filter` has no text), one small button each; the address keeps it. */
export const FilterBar = memo(function FilterBar({ filter, onChange, onClear }: FilterBarProps) {
  const { often, less } = useParts({ filter, onChange });
  const menu = ({ label, value, clear, options }: Part) => (
    <FilterMenu key={label} label={label} value={value} onClear={clear}>
      {options}
    </FilterMenu>
  );
  return (
    <div className="filter-bar" role="toolbar" aria-label="筛选">
      {[...often, ...less].map((part) => (
        <span key={part.label} className={often.includes(part) ? 'filter-often' : 'filter-less'}>
          {menu(part)}
        </span>
      ))}
      <span className="filter-more">
        <FilterMenu label="更多筛选" value={null} onClear={nothing}>
          {() => <MoreOptions parts={less} />}
        </FilterMenu>
      </span>
      <span className="filter-all">
        <FilterMenu label="所有筛选" value={null} onClear={nothing}>
          {() => <MoreOptions parts={[...often, ...less]} />}
        </FilterMenu>
      </span>
      {filter.importBatchId !== undefined && (
        <BatchFilter id={filter.importBatchId} onClear={() => onChange(without(filter, 'importBatchId'))} />
      )}
      {filter.figure !== undefined && <FigureFilter text={filter.figure} onClear={() => onChange(without(filter, 'figure'))} />}
      <ClearAll filter={filter} onClear={onClear} />
      <KeepFilter filter={filter} />
    </div>
  );
});
