import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Dialog } from '../../../ui/dialog.tsx';
import { FriendChoice } from './friend-choice.tsx';
import './friend-chat.css';

interface FriendDialogProps {
  title: string;
  /** what choosing brings about */
  hint?: ReactNode;
  /** further buttons at the left of the foot */
  more?: ReactNode;
  onChoose: (friend: { id: number; name: string }) => void;
  onClose: () => void;
}

/** Asks for one friend of the whole book, by name, pinyin or initials. */
export function FriendDialog({ title, hint, more, onChoose, onClose }: FriendDialogProps) {
  const [chosen, setChosen] = useState<{ id: number; name: string } | null>(null);
  const done = () => {
    if (!chosen) return;
    onChoose(chosen);
    onClose();
  };
  return (
    <Dialog
      open
      title={title}
      width={420}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          {more}
          <span className="friend-dialog-space" />
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" disabled={!chosen} onClick={done}>
            {chosen ? `就是「${chosen.name}」` : '先选一位'}
          </Button>
        </div>
      }
    >
      {hint && <p className="friend-dialog-hint">{hint}</p>}
      <FriendChoice chosen={chosen} onChoose={setChosen} onEnter={done} />
    </Dialog>
  );
}
