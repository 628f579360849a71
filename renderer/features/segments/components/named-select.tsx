import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { trpc } from '../../../lib/api.ts';
import { useAccounts, useChannels, useTagBook } from '../../../lib/book.ts';
import { count } from '../../../lib/format.ts';
import { useSegmentSizes, useSegments } from '../queries.ts';
import { useProducts } from '../use-names.ts';

type What = 'tag' | 'account' | 'channel' | 'product' | 'segment' | 'batch';

export interface NamedSelectProps {
  what: What;
  label: string;
  value: readonly number[];
  onChange: (ids: number[]) => void;
  autoFocus: boolean;
  /** an id that must not be offered */
  without?: number;
  single?: boolean;
}

interface Option {
  value: number;
  label: string;
  disabled?: boolean;
}

const gone: Record<What, string> = {
  tag: '已删除的标签',
  account: '已删除的微信号',
  channel: '已删除的渠道',
  product: '已删除的商品',
  segment: '已删除的人群',
  batch: '已撤回的导入',
};
const empty: Record<What, string> = {
  tag: '还没有标签',
  account: '还没有微信号',
  channel: '还没有渠道',
  product: '还没有商品，导入订单后就有了',
  segment: '还没有别的人群',
  batch: '还没有导入过好友',
};
const heads = (name: string, size: number | null | undefined): string => (size ? `${name}（${count(size)}）` : name);

/** What may be chosen, with how many friends each has; `null` = not known yet. */
function useOptions(what: What, without: number): Option[] | null {
  const tags = useTagBook();
  const accounts = useAccounts();
  const channels = useChannels();
  const segments = useSegments();
  const sizeOf = useSegmentSizes(what === 'segment');
  const products = useProducts();
  const batches = useQuery({ ...trpc.imports.batches.queryOptions(), enabled: what === 'batch' }).data;
  switch (what) {
    case 'tag':
      return tags.ready ? tags.tags.map(({ id, name, friendCount }) => ({ value: id, label: heads(name, friendCount) })) : null;
    case 'account':
      return accounts.ready ? accounts.list.map(({ id, name, friendCount }) => ({ value: id, label: heads(name, friendCount) })) : null;
    case 'channel':
      return [
        { value: 0, label: '没有渠道' },
        ...channels.list.map(({ id, name, friendCount }) => ({ value: id, label: heads(name, friendCount) })),
      ];
    case 'product':
      return products.map(({ id, name }) => ({ value: id, label: name }));
    case 'batch':
      return batches?.map(({ id, fileName }) => ({ value: id, label: fileName })) ?? null;
    case 'segment':
      return segments.ready
        ? segments.list
            .filter(({ id }) => id !== without)
            .map(({ id, name, broken }) => ({
              value: id,
              label: broken.length > 0 ? `${name}（坏了）` : heads(name, sizeOf(id)),
              disabled: broken.length > 0,
            }))
        : null;
  }
}

/** Chooses things of the book by name. What is chosen and gone stays in sight, so that it can be taken out. */
export function NamedSelect({ what, label, value, onChange, autoFocus, without = 0, single = false }: NamedSelectProps) {
  const options = useOptions(what, without);
  const known = new Set(options?.map((option) => option.value));
  const lost = options === null ? [] : value.filter((id) => !known.has(id)).map((id) => ({ value: id, label: gone[what] }));
  const common = {
    size: 'small' as const,
    className: lost.length > 0 ? 'rule-select broken' : 'rule-select',
    'aria-label': label,
    placeholder: single ? '选一个' : '选一个或几个',
    optionFilterProp: 'label',
    autoFocus,
    status: lost.length > 0 ? ('error' as const) : ('' as const),
    notFoundContent: empty[what],
    options: [...lost, ...(options ?? [])],
    popupMatchSelectWidth: false,
  };
  if (single)
    return <Select showSearch value={value[0] ?? null} onChange={(id: number | null) => onChange(id === null ? [] : [id])} {...common} />;
  return <Select mode="multiple" value={[...value]} onChange={(ids: number[]) => onChange(ids)} {...common} />;
}
