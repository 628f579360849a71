import { Button, DatePicker, Input, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { memo, type ReactNode, useState } from 'react';
import { type FriendStatus, friendStatuses } from '../../../../shared/contracts/friends.ts';
import { type TouchKind, type Touchpoint, touchKinds, touchpoints } from '../../../../shared/contracts/touches.ts';
import { touchKindWords } from '../../../../shared/domain/words.ts';
import { useChannels } from '../../../lib/book.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { now } from '../../../lib/now.ts';
import { statusWords, touchpointWords } from '../../../lib/words.ts';
import { ConfirmDialog, Dialog } from '../../../ui/dialog.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { PointsDialog } from '../../points/index.ts';
import { useLogTouch, useSetArchived, useSetChannel, useSetStatus } from '../mutations.ts';
import { useSelectionCount } from '../queries.ts';
import { type FriendAction, friendsActions, type OpenAction, useFriendsStore } from '../store.ts';

/** '「张三」' or ' 812 位好友', to be set behind a verb */
function whom(open: OpenAction, many: number | undefined): string {
  if (open.name !== null) return `「${open.name}」`;
  return many === undefined ? '选中的好友' : ` ${count(many)} 位好友`;
}

interface DialogProps<A extends FriendAction> {
  open: OpenAction & { action: A };
  many: number | undefined;
}

function Foot({ label, busy, disabled, onDone }: { label: ReactNode; busy: boolean; disabled: boolean; onDone: () => void }) {
  return (
    <div className="dialog-foot">
      <Button onClick={friendsActions.done}>先不做</Button>
      <Button type="primary" loading={busy} disabled={disabled} onClick={onDone}>
        {label}
      </Button>
    </div>
  );
}

function StatusDialog({ open, many }: DialogProps<Extract<FriendAction, { kind: 'status' }>>) {
  const [status, setStatus] = useState<FriendStatus | null>(open.action.status);
  const change = useSetStatus();
  const hints: Record<FriendStatus, string> = {
    normal: '还能联系上',
    deletedMe: '对方删了你，发消息会被拒收',
    blocked: '对方把你拉黑了',
    lost: '还在列表里，但已经不会再来',
  };
  return (
    <Dialog
      open
      title={`把${whom(open, many)}的状态改为`}
      onClose={friendsActions.done}
      width={400}
      footer={
        <Foot
          label={status ? `改为「${statusWords[status]}」` : '选一个状态'}
          busy={change.isPending}
          disabled={status === null || many === 0}
          onDone={() => status && change.mutate({ selection: open.selection, status })}
        />
      }
    >
      <Radio.Group className="choice-list" value={status} onChange={(event) => setStatus(event.target.value as FriendStatus)}>
        {friendStatuses.map((value) => (
          <Radio key={value} value={value}>
            {statusWords[value]} <small>{hints[value]}</small>
          </Radio>
        ))}
      </Radio.Group>
      <p className="dialog-note">原本就是这个状态的不会重复记录。做完可以按 Ctrl+Z 撤销。</p>
    </Dialog>
  );
}

function ChannelDialog({ open, many }: DialogProps<Extract<FriendAction, { kind: 'channel' }>>) {
  const { active } = useChannels();
  const [channelId, setChannelId] = useState<number | undefined>(undefined);
  const change = useSetChannel();
  return (
    <Dialog
      open
      title={`${whom(open, many)}从哪个渠道来？`.trim()}
      onClose={friendsActions.done}
      width={400}
      footer={
        <Foot
          label={`改${whom(open, many)}的渠道`}
          busy={change.isPending}
          disabled={channelId === undefined || many === 0}
          onDone={() =>
            channelId !== undefined && change.mutate({ selection: open.selection, channelId: channelId === 0 ? null : channelId })
          }
        />
      }
    >
      <Select
        aria-label="渠道"
        placeholder="选一个渠道"
        style={{ width: '100%' }}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...active.map((channel) => ({ value: channel.id, label: channel.name })), { value: 0, label: '没有渠道' }]}
        value={channelId}
        onChange={setChannelId}
      />
      <p className="dialog-note">原本就在这个渠道的不会改动。做完可以按 Ctrl+Z 撤销。</p>
    </Dialog>
  );
}

function ArchiveDialog({ open, many }: DialogProps<Extract<FriendAction, { kind: 'archive' }>>) {
  const change = useSetArchived();
  const { archived } = open.action;
  const verb = archived ? '归档' : '取回';
  return (
    <ConfirmDialog
      open
      title={`${verb}${whom(open, many)}？`}
      confirmLabel={`${verb}${whom(open, many)}`}
      busy={change.isPending}
      disabled={many === 0}
      onConfirm={() => change.mutate({ selection: open.selection, archived })}
      onClose={friendsActions.done}
    >
      {archived
        ? '归档后不再出现在列表和统计里，资料、标签、笔记和等级都留着，随时可以在「归档」筛选里取回。'
        : '取回后会重新出现在列表和统计里。'}
    </ConfirmDialog>
  );
}

function TouchDialog({ open, many }: DialogProps<Extract<FriendAction, { kind: 'touch' }>>) {
  const [touchpoint, setTouchpoint] = useState<Touchpoint>('private');
  const [direction, setDirection] = useState<'in' | 'out'>('out');
  const [at, setAt] = useState(() => dayjs(now()));
  const [note, setNote] = useState('');
  const [kind, setKind] = useState<TouchKind>('ordinary');
  const log = useLogTouch();
  const send = useSendOnce();
  const touch = { touchpoint, direction, at: at.valueOf(), note, kind: direction === 'in' ? ('ordinary' as const) : kind };
  const save = () => void send(() => log.mutateAsync({ selection: open.selection, ...touch }));
  useShortcuts('记录联系', [{ keys: 'mod+Enter', run: save, inFields: true }]);
  return (
    <Dialog
      open
      title={`记录和${whom(open, many)}的联系`}
      onClose={friendsActions.done}
      width={440}
      footer={<Foot label={`记到${whom(open, many)}名下`} busy={log.isPending} disabled={many === 0} onDone={save} />}
    >
      <div className="form-lines">
        <Radio.Group
          aria-label="在哪里"
          optionType="button"
          value={touchpoint}
          onChange={(event) => setTouchpoint(event.target.value as Touchpoint)}
        >
          {touchpoints
            .filter((value) => value !== 'birthday')
            .map((value) => (
              <Radio.Button key={value} value={value}>
                {touchpointWords[value]}
              </Radio.Button>
            ))}
        </Radio.Group>
        <Radio.Group aria-label="谁先联系" value={direction} onChange={(event) => setDirection(event.target.value as 'in' | 'out')}>
          <Radio value="out">我联系对方</Radio>
          <Radio value="in">对方联系我</Radio>
        </Radio.Group>
        {direction === 'out' && (
          <Select
            aria-label="算作什么"
            value={kind}
            onChange={setKind}
            options={touchKinds.map((value) => ({ value, label: touchKindWords[value] }))}
          />
        )}
        <DatePicker
          aria-label="时间"
          showTime={{ format: 'HH:mm' }}
          format="YYYY年M月D日 HH:mm"
          allowClear={false}
          value={at}
          onChange={(value) => value && setAt(value)}
        />
        <Input.TextArea
          aria-label="说了什么"
          placeholder="说了什么（可以不写）"
          className="grow-area"
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Dialog>
  );
}

function Opened({ open }: { open: OpenAction }) {
  const counted = useSelectionCount(open.selection);
  const many = counted.data;
  const { action } = open;
  if (action.kind === 'status') return <StatusDialog open={{ ...open, action }} many={many} />;
  if (action.kind === 'channel') return <ChannelDialog open={{ ...open, action }} many={many} />;
  if (action.kind === 'archive') return <ArchiveDialog open={{ ...open, action }} many={many} />;
  if (action.kind === 'touch') return <TouchDialog open={{ ...open, action }} many={many} />;
  return null;
}

/** The dialog of the action that was asked for; tags and levels bring their own. */
export const BulkDialogs = memo(function BulkDialogs() {
  const open = useFriendsStore((state) => state.open);
  if (open?.action.kind === 'points') return <PointsDialog selection={open.selection} name={open.name} onClose={friendsActions.done} />;
  return open && open.action.kind !== 'tags' && open.action.kind !== 'level' ? <Opened open={open} /> : null;
});
