import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { createContext, memo, type ReactNode, useContext, useState } from 'react';
import type { FriendFilter } from '../../../../shared/contracts/friends.ts';
import { friendStatuses } from '../../../../shared/contracts/friends.ts';
import { layerCodes } from '../../../../shared/contracts/layers.ts';
import { figureWords, readFigure } from '../../../../shared/domain/figures.ts';
import { periodText } from '../../../../shared/domain/periods.ts';
import { trpc } from '../../../lib/api.ts';
import { useAccounts, useChannels, useTagBook } from '../../../lib/book.ts';
import { dayText } from '../../../lib/format.ts';
import { layerGroup, layerName, useLayerWords } from '../../../lib/layer-words.ts';
import { now } from '../../../lib/now.ts';
import { levels, levelText, levelWords, statusWords } from '../../../lib/words.ts';
import { CheckList, FilterMenu } from '../../../ui/filter-menu.tsx';
import { ChevronDownIcon } from '../../../ui/icons.tsx';
import { LevelPill } from '../../../ui/level.tsx';
import { TagDot } from '../../../ui/tag-chip.tsx';
import { SaveAsSegment, useSegmentSizes, useSegments } from '../../segments/index.ts';
import { isFiltered } from '../filter.ts';
import { useFacets } from '../queries.ts';

interface FilterProps {
  filter: FriendFilter;
  onChange: (filter: FriendFilter) => void;
}

/** What is searched for, for the numbers in an open menu: the bar itself is not drawn again with every key. */
export const FilterText = createContext('');

/** How the friends spread that match the rest of the filter and the search. */
function useSpread(filter: FriendFilter) {
  const text = useContext(FilterText);
  return useFacets(text ? { ...filter, text } : filter, true).data;
}

/** The filter without one of its parts: what the numbers beside that part's options are counted under. */
function without<K extends keyof FriendFilter>(filter: FriendFilter, ...keys: K[]): FriendFilter {
  const rest = { ...filter };
  for (const key of keys) delete rest[key];
  return rest;
}

const short = (names: readonly string[]): string =>
  names.length > 2 ? `${names.slice(0, 2).join('、')} 等 ${names.length} 个` : names.join('、');

function LevelOptions({ filter, onChange }: FilterProps) {
  const facets = useSpread(without(filter, 'levels'));
  return (
    <CheckList
      label="信任等级"
      options={levels.map((level) => ({
        key: level,
        label: levelText(level),
        look: <LevelPill level={level} />,
        count: facets?.levels[String(level)] ?? (facets ? 0 : undefined),
      }))}
      chosen={(filter.levels ?? []) as (typeof levels)[number][]}
      onChange={(chosen) => onChange({ ...without(filter, 'levels'), ...(chosen.length > 0 ? { levels: chosen.sort() } : {}) })}
    />
  );
}

function StatusOptions({ filter, onChange }: FilterProps) {
  const facets = useSpread(without(filter, 'statuses'));
  return (
    <CheckList
      label="状态"
      options={friendStatuses.map((status) => ({
        key: status,
        label: statusWords[status],
        count: facets?.statuses[status] ?? (facets ? 0 : undefined),
      }))}
      chosen={filter.statuses ?? []}
      onChange={(chosen) => onChange({ ...without(filter, 'statuses'), ...(chosen.length > 0 ? { statuses: chosen } : {}) })}
    />
  );
}

function AccountOptions({ filter, onChange }: FilterProps) {
  const { list } = useAccounts();
  const facets = useSpread(without(filter, 'accountIds'));
  return (
    <CheckList
      label="我的微信号"
      searchable
      empty="还没有微信号"
      options={list.map((account) => ({
        key: account.id,
        label: account.name,
        count: facets?.accounts[String(account.id)] ?? (facets ? 0 : undefined),
      }))}
      chosen={filter.accountIds ?? []}
      onChange={(chosen) => onChange({ ...without(filter, 'accountIds'), ...(chosen.length > 0 ? { accountIds: chosen } : {}) })}
    />
  );
}

function ChannelOptions({ filter, onChange }: FilterProps) {
  const { list } = useChannels();
  const facets = useSpread(without(filter, 'channelIds'));
  const counted = (id: number) => facets?.channels[String(id)] ?? (facets ? 0 : undefined);
  return (
    <CheckList
      label="渠道"
      searchable
      options={[
        ...list.map((channel) => ({ key: channel.id, label: channel.name, count: counted(channel.id) })),
        { key: 0, label: '没有渠道', count: counted(0) },
      ]}
      chosen={(filter.channelIds ?? []).map((id) => id ?? 0)}
      onChange={(chosen) =>
        onChange({
          ...without(filter, 'channelIds'),
          ...(chosen.length > 0 ? { channelIds: chosen.map((id) => (id === 0 ? null : id)) } : {}),
        })
      }
    />
  );
}

const tagModes = { any: '有任一个', all: '全部都有', none: '都没有' } as const;
type TagMode = keyof typeof tagModes;

function TagOptions({ filter, onChange }: FilterProps) {
  const { tags, groups } = useTagBook();
  const used = (Object.keys(tagModes) as TagMode[]).find((mode) => filter.tags?.[mode]?.length);
  const [mode, setMode] = useState<TagMode>(used ?? 'any');
  const groupName = new Map(groups.map((group) => [group.id, group.name]));
  const set = (chosen: number[]) => {
    const next = { ...filter.tags, [mode]: chosen };
    const kept = Object.fromEntries(Object.entries(next).filter(([, ids]) => ids && ids.length > 0));
    onChange({ ...without(filter, 'tags'), ...(Object.keys(kept).length > 0 ? { tags: kept } : {}) });
  };
  return (
    <>
      <Segmented
        size="small"
        block
        aria-label="怎么匹配标签"
        value={mode}
        onChange={setMode}
        options={(Object.keys(tagModes) as TagMode[]).map((value) => ({ value, label: tagModes[value] }))}
      />
      <CheckList
        label={`标签：${tagModes[mode]}`}
        searchable
        empty="还没有标签。选中好友按 t 就能打第一个。"
        options={tags.map((tag) => ({
          key: tag.id,
          label: tag.name,
          before: <TagDot color={tag.color} />,
          count: tag.friendCount,
          group: groups.length > 0 ? (tag.groupId === null ? '未分组' : (groupName.get(tag.groupId) ?? '未分组')) : undefined,
        }))}
        chosen={filter.tags?.[mode] ?? []}
        onChange={set}
      />
    </>
  );
}

function SegmentOptions({ filter, onChange }: FilterProps) {
  const { list } = useSegments();
  const sizeOf = useSegmentSizes();
  return (
    <CheckList
      label="人群"
      searchable
      empty="还没有人群。先筛一筛，再点「存成人群」。"
      options={list.map(({ id, name, broken }) => ({
        key: id,
        label: broken.length > 0 ? `${name}（坏了）` : name,
        count: sizeOf(id) ?? undefined,
      }))}
      chosen={filter.segmentIds ?? []}
      onChange={(chosen) => onChange({ ...without(filter, 'segmentIds'), ...(chosen.length > 0 ? { segmentIds: chosen } : {}) })}
    />
  );
}

function LayerOptions({ filter, onChange }: FilterProps) {
  const wordsOf = useLayerWords();
  return (
    <CheckList
      label="分层"
      options={layerCodes.map((code) => ({ key: code, label: layerName(wordsOf(code), code), group: layerGroup(code) }))}
      chosen={filter.layers ?? []}
      onChange={(chosen) => onChange({ ...without(filter, 'layers'), ...(chosen.length > 0 ? { layers: chosen } : {}) })}
    />
  );
}

const contactChoices = {
  'within:7': '7 天内联系过',
  'within:30': '30 天内联系过',
  'before:30': '超过 30 天没联系',
  'before:90': '超过 90 天没联系',
  'before:180': '超过半年没联系',
  never: '没有联系记录',
} as const;
type ContactChoice = keyof typeof contactChoices;

const contactKey = (last: FriendFilter['lastContact']): string | null =>
  last ? (last.kind === 'never' ? 'never' : `${last.kind}:${last.days}`) : null;

function contactText(last: FriendFilter['lastContact']): string | null {
  const key = contactKey(last);
  if (!key || !last) return null;
  if (key in contactChoices) return contactChoices[key as ContactChoice];
  return last.kind === 'never' ? null : last.kind === 'within' ? `${last.days} 天内联系过` : `超过 ${last.days} 天没联系`;
}

function ContactOptions({ filter, onChange }: FilterProps) {
  const key = contactKey(filter.lastContact);
  return (
    <CheckList
      label="最近联系"
      single
      options={(Object.keys(contactChoices) as ContactChoice[]).map((choice) => ({ key: choice, label: contactChoices[choice] }))}
      chosen={key && key in contactChoices ? [key as ContactChoice] : []}
      onChange={([choice]) => {
        const [kind, days] = (choice ?? '').split(':');
        const lastContact = kind === 'never' ? ({ kind: 'never' } as const) : { kind: kind as 'within' | 'before', days: Number(days) };
        onChange({ ...without(filter, 'lastContact'), ...(choice ? { lastContact } : {}) });
      }}
    />
  );
}

const archiveChoices = { only: '只看已归档', any: '连同已归档' } as const;

function ArchiveOptions({ filter, onChange }: FilterProps) {
  return (
    <CheckList
      label="归档"
      single
      options={(['only', 'any'] as const).map((choice) => ({ key: choice, label: archiveChoices[choice] }))}
      chosen={filter.archived === 'only' || filter.archived === 'any' ? [filter.archived] : []}
      onChange={([archived]) => onChange({ ...without(filter, 'archived'), ...(archived ? { archived } : {}) })}
    />
  );
}

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
