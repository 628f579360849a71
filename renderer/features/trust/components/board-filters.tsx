import { Select } from 'antd';
import { useAccounts, useTagBook } from '../../../lib/book.ts';
import { TagDot } from '../../../ui/tag-chip.tsx';
import { SegmentSelect } from '../../segments/index.ts';

export interface BoardFiltersProps {
  accountId: number | null;
  onAccount: (id: number | null) => void;
  /** null = this view has no choice of tags and segments */
  tagIds: readonly number[] | null;
  onTags: (ids: number[]) => void;
  segmentIds: readonly number[];
  onSegments: (ids: number[]) => void;
}

/** Whose friends, with which tags, in which segments. */
export function BoardFilters({ accountId, onAccount, tagIds, onTags, segmentIds, onSegments }: BoardFiltersProps) {
  const accounts = useAccounts();
  const { tags } = useTagBook();
  const known = accounts.list.some((account) => account.id === accountId) ? accountId : null;
  return (
    <>
      <Select
        aria-label="看哪个微信号的好友"
        value={known ?? 0}
        style={{ width: 168 }}
        options={[{ value: 0, label: '全部微信号' }, ...accounts.active.map((account) => ({ value: account.id, label: account.name }))]}
        onChange={(id) => onAccount(id || null)}
      />
      {tagIds !== null && (
        <Select
          mode="multiple"
          aria-label="只看带这些标签的"
          placeholder="只看带某些标签的"
          value={[...tagIds]}
          maxTagCount={1}
          maxTagTextLength={6}
          allowClear
          optionFilterProp="label"
          style={{ width: 220 }}
          options={tags.map((tag) => ({ value: tag.id, label: tag.name, color: tag.color }))}
          optionRender={(option) => (
            <span className="trust-tag-option">
              <TagDot color={option.data.color} /> {option.data.label}
            </span>
          )}
          onChange={onTags}
        />
      )}
      {tagIds !== null && (
        <SegmentSelect value={segmentIds} onChange={onSegments} label="只看这些人群里的" placeholder="只看某些人群里的" width={200} />
      )}
    </>
  );
}
