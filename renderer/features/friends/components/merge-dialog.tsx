import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { useState } from 'react';
import { type DuplicateGroup, type MergeField, mergeFields } from '../../../../shared/contracts/duplicates.ts';
import type { FriendDetail } from '../../../../shared/contracts/friends.ts';
import { trpc } from '../../../lib/api.ts';
import { useChannels } from '../../../lib/book.ts';
import { count, fullTime } from '../../../lib/format.ts';
import { genderWords, levelText, statusWords } from '../../../lib/words.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useFriend } from '../queries.ts';
import { friendsActions, useFriendsStore } from '../store.ts';
import { fieldWords } from '../timeline-text.ts';
import './merge-dialog.css';

type Side = 'keep' | 'other';
const moreWords: Partial<Record<MergeField, string>> = { status: '状态', trustLevel: '信任等级' };

/** The value of a field as it is shown; '' = none. */
function shown(friend: FriendDetail, field: MergeField, channel: (id: number) => string): string {
  const value = friend[field];
  if (value === null || value === undefined) return '';
  if (field === 'channelId') return channel(Number(value));
  if (field === 'gender') return genderWords[value as keyof typeof genderWords];
  if (field === 'status') return statusWords[friend.status];
  if (field === 'trustLevel') return levelText(friend.trustLevel);
  if (field === 'addedAt') return fullTime(Number(value));
  if (field === 'birthday' && friend.birthday) {
    const { calendar, year, month, day, leap } = friend.birthday;
    return `${calendar === 'lunar' ? '农历' : ''}${year === null ? '' : `${year} 年 `}${leap ? '闰' : ''}${month} 月 ${day} 日`;
  }
  return Array.isArray(value) ? value.join('、') : String(value);
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
  if (rows.length === 0) return <p>两边的资料完全一样。</p>;
  return (
    <table className="merge-table">
      <thead>
        <tr>
          <th scope="col">不一样的地方</th>
          <th scope="col">留下的这位</th>
          <th scope="col">并进来的那位</th>
        </tr>
      </thead>
      <tbody>
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

function MergeDialog({ pair: [first, second] }: { pair: readonly [number, number] }) {
  const [turned, setTurned] = useState(false);
  const [fields, setFields] = useState<Partial<Record<MergeField, Side>>>({});
  const keep = useFriend(turned ? second : first);
  const other = useFriend(turned ? first : second);
  const close = () => friendsActions.merge(null);
  const merge = useMutation(
    trpc.friends.merge.mutationOptions({
      onSuccess: (saved) => {
        close();
        notify.done('两位已经合并成一位', saved.undoId);
      },
      onError: notify.failed,
    }),
  );
  const both = keep.data && other.data;
  const run = () => {
    if (keep.data && other.data) merge.mutate({ keepId: keep.data.id, otherId: other.data.id, fields });
  };
  return (
    <Dialog
      open
      title="合并成一位好友"
      width={680}
      onClose={close}
      footer={
        <div className="dialog-foot">
          <Button
            onClick={() => {
              setTurned(!turned);
              setFields({});
            }}
          >
            换过来：留另一位
          </Button>
          <Button onClick={close}>先不做</Button>
          <Button type="primary" loading={merge.isPending} disabled={!both} onClick={run}>
            合并
          </Button>
        </div>
      }
    >
      {(keep.error || other.error) && (
        <ErrorState error={keep.error ?? other.error} onRetry={() => void Promise.all([keep.refetch(), other.refetch()])} />
      )}
      {!both && !keep.error && !other.error && <LoadingSkeleton rows={5} />}
      {both && (
        <Choices keep={keep.data} other={other.data} fields={fields} onChoose={(field, side) => setFields({ ...fields, [field]: side })} />
      )}
      <p className="dialog-note">标签、笔记、联系记录、聊天和订单全部归到留下的这位，一条不少。做完可以按 Ctrl+Z 撤销。</p>
    </Dialog>
  );
}

const reasons: Record<DuplicateGroup['reason'], string> = { phone: '同一个手机号', alias: '同一个微信号', name: '同名、同地区' };

function Group({ group, onOpen }: { group: DuplicateGroup; onOpen: (id: number) => void }) {
  const link = useMutation(
    trpc.friends.link.mutationOptions({ onSuccess: (saved) => notify.done('已连成同一个人', saved.undoId), onError: notify.failed }),
  );
  const [one, ...rest] = group.friends;
  const twin = rest.find((friend) => friend.accountId === one!.accountId);
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
        {twin ? (
          <Button size="small" onClick={() => friendsActions.merge([one!.id, twin.id])}>
            合并…
          </Button>
        ) : (
          <Button size="small" loading={link.isPending} onClick={() => link.mutate({ ids: group.friends.map(({ id }) => id) })}>
            是同一个人
          </Button>
        )}
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

/** What is open of doubles: the list of them, or two side by side. `onOpen` shows a friend's panel. */
export function DoublesDialogs({ onOpen }: { onOpen: (id: number) => void }) {
  const doubles = useFriendsStore((state) => state.doubles);
  const pair = useFriendsStore((state) => state.pair);
  if (pair) return <MergeDialog key={pair.join()} pair={pair} />;
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
