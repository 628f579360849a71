import { Button } from 'antd';
import type { FriendSort } from '../../../../shared/contracts/friends.ts';
import { count } from '../../../lib/format.ts';
import { ArchiveIcon, CloseIcon, ExportIcon, LadderIcon, MoreIcon, SendIcon, TagIcon, TouchIcon } from '../../../ui/icons.tsx';
import { Menu } from '../../../ui/menu.tsx';
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

type Ask = (action: FriendAction) => void;

/** The selected friends as a file. */
function ExportMenu({ selection, sort }: Pick<SelectionBarProps, 'selection' | 'sort'>) {
  const exporting = useExportFriends();
  return (
    <Menu
      sections={[
        [
          { key: 'xlsx', label: 'Excel 表格（.xlsx）' },
          { key: 'csv', label: 'CSV 文件（.csv）' },
        ],
      ]}
      onChoose={(format) => exporting.mutate({ selection: toWire(selection), sort, format })}
    >
      {(button) => (
        <Button {...button} size="small" title="导出" icon={<ExportIcon />} loading={exporting.isPending}>
          <span className="selection-label">导出</span>
        </Button>
      )}
    </Menu>
  );
}

function MoreMenu({
  selection,
  chosen,
  archivedView,
  ask,
}: Pick<SelectionBarProps, 'selection' | 'chosen' | 'archivedView'> & { ask: Ask }) {
  const pair = pairOf(selection);
  return (
    <Menu
      sections={[
        [{ key: 'hours', label: '这些人什么时候说话' }],
        [
          { key: 'points', label: '记积分…' },
          { key: 'status', label: '改状态…' },
          { key: 'channel', label: '改渠道…' },
          ...(pair ? [{ key: 'merge', label: '合并成一位…' } as const] : []),
        ],
        [
          archivedView
            ? { key: 'restore', label: '取回…', icon: <ArchiveIcon /> }
            : { key: 'archive', label: '归档…', icon: <ArchiveIcon /> },
        ],
      ]}
      onChoose={(key) => {
        if (key === 'hours') ask({ kind: 'hours', chosen });
        else if (key === 'points') ask({ kind: 'points' });
        else if (key === 'status') ask({ kind: 'status', status: null });
        else if (key === 'channel') ask({ kind: 'channel' });
        else if (key === 'merge') friendsActions.merge(pair);
        else ask({ kind: 'archive', archived: key === 'archive' });
      }}
    >
      {(button) => <Button {...button} size="small" icon={<MoreIcon />} aria-label="更多操作" />}
    </Menu>
  );
}

/** What can be done to the selected friends; every one of these shows first how many it touches. */
export function SelectionBar({ selection, chosen, total, sort, archivedView, onSelectAll }: SelectionBarProps) {
  const ask: Ask = (action) => friendsActions.ask({ action, selection: toWire(selection), name: null });
  return (
    <div className="selection-bar" role="toolbar" aria-label="对选中的好友">
      <span className="selection-count" role="status">
        已选 <b>{count(chosen)}</b> 位
      </span>
      {chosen < total && (
        <button type="button" className="link-button" onClick={onSelectAll}>
          选择全部<span className="selection-label"> {count(total)} 位</span>
        </button>
      )}
      <span className="selection-space" />
      <Button size="small" title="打标签" icon={<TagIcon />} onClick={() => ask({ kind: 'tags' })}>
        <span className="selection-label">打标签</span>
      </Button>
      <Button size="small" title="设等级" icon={<LadderIcon />} onClick={() => ask({ kind: 'level', level: null })}>
        <span className="selection-label">设等级</span>
      </Button>
      <Button size="small" title="记录联系" icon={<TouchIcon />} onClick={() => ask({ kind: 'touch' })}>
        <span className="selection-label">记录联系</span>
      </Button>
      <Button size="small" title="发给这些人" icon={<SendIcon />} onClick={() => ask({ kind: 'send' })}>
        <span className="selection-label">发给这些人</span>
      </Button>
      <ExportMenu selection={selection} sort={sort} />
      <MoreMenu selection={selection} chosen={chosen} archivedView={archivedView} ask={ask} />
      <button type="button" className="icon-button" aria-label="取消选择" title="取消选择（Esc）" onClick={friendsActions.clear}>
        <CloseIcon />
      </button>
    </div>
  );
}
