import { Select } from 'antd';
import { useAccounts, useTagBook } from '../../../lib/book.ts';
import { TagDot } from '../../../ui/tag-chip.tsx';

export interface BoardFiltersProps {
  accountId: number | null;
  onAccount: (id: number | null) => void;
  /** null = this view has no choice of tags */
  tagIds: readonly number[] | null;
  onTags: (ids: number[]) => void;
}

/** Whose friends, and with which tags. */
export function BoardFilters({ accountId, onAccount, tagIds, onTags }: BoardFiltersProps) {
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
    </>
  );
}
