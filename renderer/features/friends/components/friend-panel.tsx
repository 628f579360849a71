import { Button } from 'antd';
import { memo, type ReactNode } from 'react';
import type { FriendDetail, FriendStatus } from '../../../../shared/contracts/friends.ts';
import { friendStatuses } from '../../../../shared/contracts/friends.ts';
import { useTagBook } from '../../../lib/book.ts';
import { fullTime, spokenAgo } from '../../../lib/format.ts';
import { levelText, statusWords } from '../../../lib/words.ts';
import { MoreIcon, PlusIcon, TouchIcon } from '../../../ui/icons.tsx';
import { LevelPill } from '../../../ui/level.tsx';
import { Menu, type MenuItem } from '../../../ui/menu.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { TagChip } from '../../../ui/tag-chip.tsx';
import { erasureActions } from '../../erasure/index.ts';
import { FriendPoints } from '../../points/index.ts';
import { useSetting } from '../../settings/index.ts';
import { useExportPerson, useSetStatus, useTakeTag } from '../mutations.ts';
import { useFriend } from '../queries.ts';
import { type FriendAction, friendsActions } from '../store.ts';
import { Elsewhere } from './merge-dialog.tsx';
import { Notes } from './notes.tsx';
import { Portrait } from './portrait.tsx';
import { LevelHistory, Timeline } from './timeline.tsx';
import './friend-panel.css';

const selectionOf = (friend: FriendDetail) => ({ by: 'ids' as const, ids: [friend.id] });

function Head({ friend, doubles, onClose }: { friend: FriendDetail; doubles: boolean; onClose: () => void }) {
  const ask = (action: FriendAction) => friendsActions.ask({ action, selection: selectionOf(friend), name: friend.name });
  const setStatus = useSetStatus();
  const exportPerson = useExportPerson();
  const statuses: MenuItem<FriendStatus>[] = friendStatuses
    .filter((status) => status !== friend.status)
    .map((status) => ({ key: status, label: `状态改为「${statusWords[status]}」` }));
  return (
    <>
      <h2 className="panel-name" title={friend.name}>
        {friend.name}
      </h2>
      <div className="panel-marks">
        <button
          type="button"
          className="pill-button"
          aria-label={`信任等级：${levelText(friend.trustLevel)}，点一下修改`}
          onClick={() => ask({ kind: 'level', level: friend.trustLevel })}
        >
          <LevelPill level={friend.trustLevel} />
        </button>
        {friend.status !== 'normal' && <span className="panel-status">{statusWords[friend.status]}</span>}
        {friend.archivedAt !== null && <span className="panel-archived">已归档</span>}
        <span className="panel-contact" title={friend.lastContactAt === null ? undefined : fullTime(friend.lastContactAt)}>
          {friend.lastContactAt === null ? '还没有联系记录' : `${spokenAgo(friend.lastContactAt)} 联系过`}
        </span>
      </div>
      <div className="panel-actions">
        <Button size="small" type="primary" icon={<TouchIcon />} title="记录联系（L）" onClick={() => ask({ kind: 'touch' })}>
          记录联系
        </Button>
        <Button size="small" title="写笔记（N）" onClick={() => friendsActions.writeNote(friend.id)}>
          写笔记
        </Button>
        <Menu
          sections={[
            statuses,
            [
              { key: 'channel', label: '改渠道…' },
              ...(doubles ? [{ key: 'doubles', label: '合并重复的…' } as const] : []),
              { key: 'export', label: '导出此人' },
              { key: 'archive', label: friend.archivedAt === null ? '归档…' : '取回…' },
            ],
            [{ key: 'erase', label: '永远抹掉…', danger: true }],
          ]}
          onChoose={(key) => {
            if (key === 'channel') ask({ kind: 'channel' });
            else if (key === 'doubles') friendsActions.showDoubles(true);
            else if (key === 'export') exportPerson.mutate({ friendId: friend.id });
            else if (key === 'erase') erasureActions.ask(friend.id, onClose);
            else if (key === 'archive') ask({ kind: 'archive', archived: friend.archivedAt === null });
            else setStatus.mutate({ selection: selectionOf(friend), status: key });
          }}
        >
          {(button) => <Button {...button} size="small" icon={<MoreIcon />} aria-label="这位好友的更多操作" />}
        </Menu>
      </div>
    </>
  );
}

function Tags({ friend }: { friend: FriendDetail }) {
  const { byId } = useTagBook();
  const take = useTakeTag();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring borders and a legend
    <div className="panel-tags" role="group" aria-label="标签">
      {friend.tagIds.map((id) => {
        const tag = byId.get(id);
        return (
          tag && (
            <TagChip
              key={id}
              color={tag.color}
              removeLabel={`拿掉标签 ${tag.name}`}
              onRemove={() => take.mutate({ selection: selectionOf(friend), tagIds: [id] })}
            >
              {tag.name}
            </TagChip>
          )
        );
      })}
      <button
        type="button"
        className="tag-add"
        title="打标签（T）"
        onClick={() => friendsActions.ask({ action: { kind: 'tags' }, selection: selectionOf(friend), name: friend.name })}
      >
        <PlusIcon width="12" height="12" />
        打标签
      </button>
    </div>
  );
}

interface FriendPanelProps {
  id: number;
  onClose: () => void;
  /** shows another friend in the panel; absent where doubles are not looked after */
  onOpen?: ((id: number) => void) | undefined;
  /** what chats say of her, from the feature that knows them; nothing to say = nothing drawn */
  chat?: ((friendId: number) => ReactNode) | undefined;
}

/** One friend beside the list: who she is, what was noted, what was said, what happened. */
export const FriendPanel = memo(function FriendPanel({ id, onClose, onOpen, chat }: FriendPanelProps) {
  const { data: friend, error, refetch } = useFriend(id);
  const [width, setWidth] = useSetting('friends.panelWidth');
  return (
    <SidePanel
      label={friend ? `${friend.name} 的资料` : '好友资料'}
      width={width}
      onWidth={setWidth}
      minWidth={320}
      maxWidth={640}
      onClose={onClose}
      header={friend && error === null ? <Head friend={friend} doubles={onOpen !== undefined} onClose={onClose} /> : null}
    >
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!friend && error === null && <LoadingSkeleton rows={6} />}
      {friend && error === null && (
        <>
          <Tags friend={friend} />
          {onOpen && <Elsewhere friendId={friend.id} onOpen={onOpen} />}
          <section className="panel-section">
            <Portrait key={friend.id} friend={friend} />
          </section>
          <section className="panel-section">
            <Notes friendId={friend.id} notes={friend.notes} />
          </section>
          <section className="panel-section">
            <FriendPoints
              key={friend.id}
              friendId={friend.id}
              onAdd={() => friendsActions.ask({ action: { kind: 'points' }, selection: selectionOf(friend), name: friend.name })}
            />
          </section>
          {chat && <section className="panel-section">{chat(friend.id)}</section>}
          <section className="panel-section">
            <LevelHistory friendId={friend.id} />
          </section>
          <section className="panel-section">
            <Timeline key={friend.id} friendId={friend.id} />
          </section>
        </>
      )}
    </SidePanel>
  );
});
