import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import type { FriendFilter } from '../../../../shared/contracts/friends.ts';
import { ruleOfFilter } from '../../../../shared/domain/segment-rule.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { tellCreated, useCreateSegment } from '../mutations.ts';

/** Keeps a filter of the friends list as a segment. */
export function SaveAsSegment({ filter, onClose }: { filter: FriendFilter; onClose: () => void }) {
  const [name, setName] = useState('');
  const field = useId();
  const create = useCreateSegment();
  const sendOnce = useSendOnce();
  const save = () => {
    if (name.trim() === '') return;
    void sendOnce(async () => {
      const saved = await create.mutateAsync({ name: name.trim(), note: '', rule: ruleOfFilter(filter) });
      onClose();
      tellCreated(saved, name.trim());
    });
  };
  return (
    <Dialog
      open
      title="存成人群"
      onClose={onClose}
      width={400}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不存</Button>
          <Button type="primary" disabled={name.trim() === ''} loading={create.isPending} onClick={save}>
            存下这个人群
          </Button>
        </div>
      }
    >
      <div className="dialog-text">
        <label className="tag-from-set-name" htmlFor={field}>
          起个名字
          <Input
            id={field}
            autoFocus
            maxLength={40}
            placeholder="如 成都的老客户"
            value={name}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={save}
          />
        </label>
        <p>存的是现在这些筛选条件，不是名单：以后谁符合，谁就在里面。可以在「人群」页里再改。</p>
      </div>
    </Dialog>
  );
}
