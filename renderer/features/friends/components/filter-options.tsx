import { Segmented } from 'antd';
import { createContext, useContext, useState } from 'react';
import type { FriendFilter } from '../../../../shared/contracts/friends.ts';
import { friendStatuses } from '../../../../shared/contracts/friends.ts';
import { layerCodes } from '../../../../shared/contracts/layers.ts';
import { useAccounts, useChannels } from '../../../lib/book.ts';
import { layerGroup, layerName, useLayerWords } from '../../../lib/layer-words.ts';
import { type levels, statusWords } from '../../../lib/words.ts';
import { CheckList } from '../../../ui/filter-menu.tsx';
import { levelOptions, useSegmentOptions, useTagOptions } from '../../segments/index.ts';
import { useFacets } from '../queries.ts';

/*
 * What can be chosen in each menu of the filter bar, with how many friends each choice would list.
 */

export interface FilterProps {
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
export function without<K extends keyof FriendFilter>(filter: FriendFilter, ...keys: K[]): FriendFilter {
  const rest = { ...filter };
  for (const key of keys) delete rest[key];
  return rest;
}

export function LevelOptions({ filter, onChange }: FilterProps) {
  const facets = useSpread(without(filter, 'levels'));
  return (
    <CheckList
      label="信任等级"
      options={levelOptions((level) => facets?.levels[String(level)] ?? (facets ? 0 : undefined))}
      chosen={(filter.levels ?? []) as (typeof levels)[number][]}
      onChange={(chosen) => onChange({ ...without(filter, 'levels'), ...(chosen.length > 0 ? { levels: chosen.sort() } : {}) })}
    />
  );
}

export function StatusOptions({ filter, onChange }: FilterProps) {
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

export function AccountOptions({ filter, onChange }: FilterProps) {
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

export function ChannelOptions({ filter, onChange }: FilterProps) {
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
export type TagMode = keyof typeof tagModes;

export function TagOptions({ filter, onChange }: FilterProps) {
  const options = useTagOptions();
  const used = (Object.keys(tagModes) as TagMode[]).find((mode) => filter.tags?.[mode]?.length);
  const [mode, setMode] = useState<TagMode>(used ?? 'any');
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
        options={options}
        chosen={filter.tags?.[mode] ?? []}
        onChange={set}
      />
    </>
  );
}

export function SegmentOptions({ filter, onChange }: FilterProps) {
  const options = useSegmentOptions();
  return (
    <CheckList
      label="人群"
      searchable
      empty="还没有人群。先筛一筛，再点「存成人群」。"
      options={options}
      chosen={filter.segmentIds ?? []}
      onChange={(chosen) => onChange({ ...without(filter, 'segmentIds'), ...(chosen.length > 0 ? { segmentIds: chosen } : {}) })}
    />
  );
}

export function LayerOptions({ filter, onChange }: FilterProps) {
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

export function contactText(last: FriendFilter['lastContact']): string | null {
  const key = contactKey(last);
  if (!key || !last) return null;
  if (key in contactChoices) return contactChoices[key as ContactChoice];
  return last.kind === 'never' ? null : last.kind === 'within' ? `${last.days} 天内联系过` : `超过 ${last.days} 天没联系`;
}

export function ContactOptions({ filter, onChange }: FilterProps) {
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

export const archiveChoices = { only: '只看已归档', any: '连同已归档' } as const;

export function ArchiveOptions({ filter, onChange }: FilterProps) {
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
