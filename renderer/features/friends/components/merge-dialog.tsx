import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { useState } from 'react';
import { type DuplicateGroup, type MergeField, mergeFields } from '../../../../shared/contracts/duplicates.ts';
import type { FriendDetail } from '../../../../shared/contracts/friends.ts';
import { trpc } from '../../../lib/api.ts';
import { useAccounts, useChannels } from '../../../lib/book.ts';
import { birthdayText, count, fullTime, spokenDay } from '../../../lib/format.ts';
import { ageWords, fieldWords, genderWords, incomeWords, levelText, statusWords, tieWords } from '../../../lib/words.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useFriend } from '../queries.ts';
import { friendsActions, useFriendsStore } from '../store.ts';
import './merge-dialog.css';

type Side = 'keep' | 'other';
const moreWords: Partial<Record<MergeField, string>> = { status: '状态', trustLevel: '信任等级' };

/** The value of a field as it is shown; '' = none. */
function shown(friend: FriendDetail, field: MergeField, channel: (id: number) => string): string {
  const value = friend[field];
  if (value === null || value === undefined) return '';
  if (field === 'channelId') return channel(Number(value));
  if (field === 'gender') return genderWords[value as keyof typeof genderWords];
  if (field === 'ageBand') return ageWords[value as keyof typeof ageWords];
  if (field === 'incomeBand') return incomeWords[value as keyof typeof incomeWords];
  if (field === 'tie') return tieWords[value as keyof typeof tieWords];
  if (field === 'status') return statusWords[friend.status];
  if (field === 'trustLevel') return levelText(friend.trustLevel);
  if (field === 'addedAt') return fullTime(Number(value));
  if (field === 'birthday' && friend.birthday) return birthdayText(friend.birthday);
  return Array.isArray(value) ? value.join('、') : String(value);
}

/** What hangs on each of them; all of it comes together. */
function Belongings({ keep, other }: { keep: FriendDetail; other: FriendDetail }) {
  const text = ({ tagIds, notes, createdAt }: FriendDetail) =>
    [
      `${spokenDay(createdAt)}进的簿子`,
      ...(tagIds.length > 0 ? [`${count(tagIds.length)} 个标签`] : []),
      ...(notes.length > 0 ? [`${count(notes.length)} 条笔记`] : []),
    ].join('，');
  return (
    <tr>
      <th scope="row">都会留着</th>
      <td>{text(keep)}</td>
      <td>{text(other)}</td>
    </tr>
  );
}

function Choices({
  keep,
  other,
  fields,
  onChoose,
}: {
  keep: FriendDetail;
  other: FriendDetail;
  fields: Partial<Record<MergeField, Side>>;
  onChoose: (field: MergeField, side: Side) => void;
}) {
  const { byId } = useChannels();
  const channel = (id: number) => byId.get(id)?.name ?? '';
  const rows = mergeFields
    .map((field) => ({ field, mine: shown(keep, field, channel), theirs: shown(other, field, channel) }))
    .filter(({ mine, theirs }) => mine !== theirs);
  return (
    <table className="merge-table">
      <thead>
        <tr>
          <th scope="col">{rows.length === 0 ? '' : '不一样的地方'}</th>
          <th scope="col">
            <small>留下的这位</small>
            {keep.name}
          </th>
          <th scope="col">
            <small>并进来的那位</small>
            {other.name}
          </th>
        </tr>
      </thead>
      <tbody>
        <Belongings keep={keep} other={other} />
        {rows.map(({ field, mine, theirs }) => {
          const side = fields[field] ?? (mine === '' ? 'other' : 'keep');
          const word = moreWords[field] ?? fieldWords[field] ?? field;
          return (
            <tr key={field}>
              <th scope="row">{word}</th>
              {(['keep', 'other'] as const).map((one) => (
                <td key={one}>
                  <Radio name={`merge-${field}`} checked={side === one} onChange={() => onChoose(field, one)}>
                    {(one === 'keep' ? mine : theirs) || <small>（空）</small>}
                  </Radio>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Friends of two accounts are never made one; she can say that they are the same person. */
function LinkOnly({ keep, other, onClose }: { keep: FriendDetail; other: FriendDetail; onClose: () => void }) {
  const { byId } = useAccounts();
  const link = useLink(onClose);
  const place = ({ accountId }: FriendDetail) => byId.get(accountId)?.name ?? '';
  return (
    <Dialog
      open
      title="连成同一个人"
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不做</Button>
          <Button type="primary" loading={link.isPending} onClick={() => link.mutate({ ids: [keep.id, other.id] })}>
            是同一个人
          </Button>
        </div>
      }
    >
      <p>
        「{keep.name}」在『{place(keep)}』里，「{other.name}」在『{place(other)}』里。不同微信号里的好友不会合并，只连起来。
        {'各自的资料、聊天和订单都不动，面板上互相能跳过去。'}
      </p>
    </Dialog>
  );
}

function useLink(onDone?: () => void) {
  return useMutation(
    trpc.friends.link.mutationOptions({
      onSuccess: (saved) => {
        onDone?.();
        notify.done('已连成同一个人', saved.undoId);
      },
      onError: notify.failed,
    }),
  );
}

interface DoublesProps {
  /** the friend whose panel is open */
  openId: number | null;
  /** shows a friend's panel */
  onOpen: (id: number) => void;
}

function MergeDialog({ pair: [first, second], openId, onOpen }: { pair: readonly [number, number] } & DoublesProps) {
  const [turned, setTurned] = useState(false);
  const [fields, setFields] = useState<Partial<Record<MergeField, Side>>>({});
  const close = () => friendsActions.merge(null);
  const merge = useMutation(
    trpc.friends.merge.mutationOptions({
      onSuccess: (saved, { otherId }) => {
        close();
        friendsActions.letGo(otherId);
        notify.done(`两位已经合并成「${keep.data?.name ?? ''}」`, saved.undoId);
      },
      onError: notify.failed,
    }),
  );
  // one of them is about to go: nobody asks for her any more
  const asks = merge.isIdle || merge.isError;
  const keep = useFriend(turned ? second : first, asks);
  const other = useFriend(turned ? first : second, asks);
  const both = keep.data !== undefined && other.data !== undefined;
  if (both && keep.data.accountId !== other.data.accountId) return <LinkOnly keep={keep.data} other={other.data} onClose={close} />;
  const run = () => {
    if (!both) return;
    if (openId === other.data.id) onOpen(keep.data.id);
    merge.mutate({ keepId: keep.data.id, otherId: other.data.id, fields });
  };
  const turn = () => {
    setTurned(!turned);
    setFields({});
  };
  return (
    <Dialog
      open
      title="合并成一位好友"
      width={680}
      onClose={close}
      footer={
        <div className="dialog-foot">
          <Button disabled={!both} onClick={turn}>
            换过来：留另一位
          </Button>
          <Button onClick={close}>先不做</Button>
          <Button type="primary" loading={merge.isPending} disabled={!both} onClick={run}>
            合并成一位
          </Button>
        </div>
      }
    >
      <p className="dialog-note">标签、笔记、联系记录、聊天和订单全部归到留下的这位，一条不少。做完可以按 Ctrl+Z 撤销。</p>
      {(keep.error || other.error) && (
        <ErrorState error={keep.error ?? other.error} onRetry={() => void Promise.all([keep.refetch(), other.refetch()])} />
      )}
      {!both && !keep.error && !other.error && <LoadingSkeleton rows={5} />}
      {both && (
        <Choices keep={keep.data} other={other.data} fields={fields} onChoose={(field, side) => setFields({ ...fields, [field]: side })} />
      )}
    </Dialog>
  );
}

const reasons: Record<DuplicateGroup['reason'], string> = { phone: '同一个手机号', alias: '同一个微信号', name: '同名、同地区' };

/** She says that they are different people: they are not proposed again. */
function useTellApart() {
  return useMutation(
    trpc.friends.tellApart.mutationOptions({
      onSuccess: (saved) => notify.done('记住了，不再提这几位', saved.undoId),
      onError: notify.failed,
    }),
  );
}

function Group({ group, onOpen }: { group: DuplicateGroup; onOpen: (id: number) => void }) {
  const link = useLink();
  const apart = useTellApart();
  const ids = group.friends.map(({ id }) => id);
  const [first, second] = group.pair.map((id) => group.friends.find((friend) => friend.id === id)?.accountId);
  return (
    <li className="double">
      <small>
        {reasons[group.reason]}：{group.shared}
      </small>
      <div className="double-line">
        {group.friends.map((friend) => (
          <button key={friend.id} type="button" className="link-button" onClick={() => onOpen(friend.id)}>
            {friend.name}（{friend.accountName}）
          </button>
        ))}
        <span className="double-actions">
          {first !== undefined && first === second ? (
            <Button size="small" onClick={() => friendsActions.merge(group.pair)}>
              合并…
            </Button>
          ) : (
            <Button size="small" loading={link.isPending} onClick={() => link.mutate({ ids: group.toldApart ? group.pair : ids })}>
              是同一个人
            </Button>
          )}
          <Button size="small" loading={apart.isPending} onClick={() => apart.mutate({ ids })}>
            不是同一个人
          </Button>
        </span>
      </div>
    </li>
  );
}

function Doubles({ onOpen }: { onOpen: (id: number) => void }) {
  const { data, error, refetch } = useQuery(trpc.friends.duplicates.queryOptions());
  const close = () => friendsActions.showDoubles(false);
  return (
    <Dialog open title="可能重复的好友" width={640} onClose={close}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingSkeleton rows={5} />}
      {data?.groups.length === 0 && <p>没有发现重复的好友。</p>}
      {data && data.groups.length > 0 && (
        <>
          <p className="dialog-note">
            共 {count(data.total)} 组{data.total > data.groups.length && `，先看前 ${count(data.groups.length)} 组`}
            。同一个账号里的可以合并；不同账号里的只连起来，不会合并。
          </p>
          <ul className="doubles">
            {data.groups.map((group) => (
              <Group
                key={group.friends.map(({ id }) => id).join()}
                group={group}
                onOpen={(id) => {
                  close();
                  onOpen(id);
                }}
              />
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

/** What is open of doubles: the list of them, or two side by side. */
export function DoublesDialogs({ openId, onOpen }: DoublesProps) {
  const doubles = useFriendsStore((state) => state.doubles);
  const pair = useFriendsStore((state) => state.pair);
  if (pair) return <MergeDialog key={pair.join()} pair={pair} openId={openId} onOpen={onOpen} />;
  return doubles ? <Doubles onOpen={onOpen} /> : null;
}

/** 「也在『小号』里」 with a jump, for a friend who has been linked. */
export function Elsewhere({ friendId, onOpen }: { friendId: number; onOpen: (id: number) => void }) {
  const { data } = useQuery(trpc.friends.links.queryOptions({ id: friendId }));
  const unlink = useMutation(
    trpc.friends.unlink.mutationOptions({ onSuccess: (saved) => notify.done('已分开', saved.undoId), onError: notify.failed }),
  );
  if (!data || data.length === 0) return null;
  return (
    <p className="panel-elsewhere">
      也在
      {data.map((friend) => (
        <button key={friend.id} type="button" className="link-button" title={friend.name} onClick={() => onOpen(friend.id)}>
          『{friend.accountName}』
        </button>
      ))}
      里
      <button type="button" className="link-button" onClick={() => unlink.mutate({ id: friendId })}>
        不是同一个人
      </button>
    </p>
  );
}
