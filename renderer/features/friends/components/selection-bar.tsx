import { Button, Dropdown } from 'antd';
import type { FriendSort } from '../../../../shared/contracts/friends.ts';
import { count } from '../../../lib/format.ts';
import { ArchiveIcon, CloseIcon, ExportIcon, LadderIcon, MoreIcon, TagIcon, TouchIcon } from '../../../ui/icons.tsx';
import { useExportFriends } from '../mutations.ts';
import { type FriendAction, friendsActions, type Selection, toWire } from '../store.ts';

interface SelectionBarProps {
  selection: Selection;
  chosen: number;
  /** friends that match the filter */
  total: number;
  sort: FriendSort;
  archivedView: boolean;
  onSelectAll: () => void;
}

/** Exactly two, chosen one by one. */
function pairOf(selection: Selection): readonly [number, number] | null {
  const wire = toWire(selection);
  const [one, other, ...more] = wire.by === 'ids' ? wire.ids : [];
  return one !== undefined && other !== undefined && more.length === 0 ? [one, other] : null;
}

/** What can be done to the selected friends; every one of these shows first how many it touches. */
export function SelectionBar({ selection, chosen, total, sort, archivedView, onSelectAll }: SelectionBarProps) {
  const ask = (action: FriendAction) => friendsActions.ask({ action, selection: toWire(selection), name: null });
  const pair = pairOf(selection);
  const exporting = useExportFriends();
  const save = (format: 'csv' | 'xlsx') => exporting.mutate({ selection: toWire(selection), sort, format });
  return (
    <div className="selection-bar" role="toolbar" aria-label="对选中的好友">
      <span className="selection-count" role="status">
        已选 <b>{count(chosen)}</b> 位
      </span>
      {chosen < total && (
        <button type="button" className="link-button" onClick={onSelectAll}>
          选择全部 {count(total)} 位
        </button>
      )}
      <span className="selection-space" />
      <Button size="small" icon={<TagIcon />} onClick={() => ask({ kind: 'tags' })}>
        打标签
      </Button>
      <Button size="small" icon={<LadderIcon />} onClick={() => ask({ kind: 'level', level: null })}>
        设等级
      </Button>
      <Button size="small" icon={<TouchIcon />} onClick={() => ask({ kind: 'touch' })}>
        记录联系
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'xlsx', label: 'Excel 表格（.xlsx）' },
            { key: 'csv', label: 'CSV 文件（.csv）' },
          ],
          onClick: ({ key }) => save(key as 'csv' | 'xlsx'),
        }}
      >
        <Button size="small" icon={<ExportIcon />} loading={exporting.isPending} aria-haspopup="menu">
          导出
        </Button>
      </Dropdown>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'hours', label: '这些人什么时候在线' },
            { type: 'divider' },
            { key: 'status', label: '改状态…' },
            { key: 'channel', label: '改渠道…' },
            ...(pair ? [{ key: 'merge', label: '合并成一位…' }] : []),
            { type: 'divider' },
            archivedView
              ? { key: 'restore', label: '取回…', icon: <ArchiveIcon /> }
              : { key: 'archive', label: '归档…', icon: <ArchiveIcon /> },
          ],
          onClick: ({ key }) => {
            if (key === 'hours') ask({ kind: 'hours', chosen });
            else if (key === 'status') ask({ kind: 'status', status: null });
            else if (key === 'channel') ask({ kind: 'channel' });
            else if (key === 'merge') friendsActions.merge(pair);
            else ask({ kind: 'archive', archived: key === 'archive' });
          },
        }}
      >
        <Button size="small" icon={<MoreIcon />} aria-label="更多操作" aria-haspopup="menu" />
      </Dropdown>
      <button type="button" className="icon-button" aria-label="取消选择" title="取消选择（Esc）" onClick={friendsActions.clear}>
        <CloseIcon />
      </button>
    </div>
  );
}
