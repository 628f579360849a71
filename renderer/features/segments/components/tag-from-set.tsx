import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import type { FriendFilter } from '../../../../shared/contracts/friends.ts';
import { client, trpc } from '../../../lib/api.ts';
import { useTagBook } from '../../../lib/book.ts';
import { count } from '../../../lib/format.ts';
import { levelWords } from '../../../lib/words.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useSegments } from '../queries.ts';

export interface TagFromSetProps {
  what: 'segment' | 'level';
  id: number;
  onClose: () => void;
  /** everybody of the set carries this tag now */
  onMade?: (tagId: number) => void;
}

/** Gives a tag, made when there is none of that name, to everybody who is in a segment or on a level now. */
export function TagFromSet({ what, id, onClose, onMade }: TagFromSetProps) {
  const segments = useSegments();
  const tags = useTagBook();
  const setTitle = what === 'segment' ? (segments.byId.get(id)?.name ?? '') : (levelWords[id] ?? '');
  const [name, setName] = useState(setTitle.slice(0, 30));
  const filter: FriendFilter = what === 'segment' ? { segmentIds: [id] } : { levels: [id] };
  const selection = { by: 'filter' as const, filter, except: [] };
  const people = useQuery(trpc.friends.count.queryOptions({ selection }));
  const known = tags.tags.find((tag) => tag.name === name.trim());
  const sendOnce = useSendOnce();
  const field = useId();
  const give = useMutation({
    networkMode: 'always',
    mutationFn: async () => {
      const tagId = known?.id ?? (await client.tags.create.mutate({ name: name.trim(), groupId: null, color: null })).id;
      return { tagId, report: await client.tags.assign.mutate({ selection, tagIds: [tagId] }) };
    },
    onSuccess: ({ tagId, report }) => {
      const rest = report.unchanged > 0 ? `，${count(report.unchanged)} 位原本就有` : '';
      notify.done(`已给 ${count(report.changed)} 位好友打上「${name.trim()}」${rest}`, report.undoId);
      onMade?.(tagId);
      onClose();
    },
    onError: notify.failed,
  });
  const heads = people.data ?? 0;
  return (
    <Dialog
      open
      title={`把「${setTitle}」打成标签`}
      onClose={onClose}
      width={440}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不做</Button>
          <Button
            type="primary"
            disabled={name.trim() === '' || heads === 0}
            loading={give.isPending}
            onClick={() => void sendOnce(() => give.mutateAsync())}
          >
            给 {count(heads)} 位打上标签
          </Button>
        </div>
      }
    >
      <div className="dialog-text">
        <label className="tag-from-set-name" htmlFor={field}>
          标签名
          <Input id={field} autoFocus maxLength={30} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <p>{known ? `已经有这个标签，${count(known.friendCount)} 位好友带着它；会再给没有的人补上。` : '会新建这个标签。'}</p>
        <p>标签只打给现在在里面的人，以后有人进出不会跟着变。微信那边要自己来：通讯录 → 标签 → 新建同名标签，照着好友名单加人。</p>
      </div>
    </Dialog>
  );
}
