import { Button, Input, Radio } from 'antd';
import type { KeyboardEvent } from 'react';
import type { FriendSelection } from '../../../../shared/contracts/friends.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { type PointsForm, usePointsForm } from '../use-points-form.ts';
import './points.css';

export interface PointsDialogProps {
  selection: FriendSelection;
  /** the friend's name when it is for one */
  name: string | null;
  onClose: () => void;
}

/** Gives points or takes them away. + and − choose, Enter saves. */
export function PointsDialog({ selection, name, onClose }: PointsDialogProps) {
  const form = usePointsForm(selection, name, onClose);
  return (
    <Dialog
      open
      title={`给${form.whom}记积分`}
      onClose={onClose}
      width={400}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不做</Button>
          <Button type="primary" disabled={!form.ready} loading={form.busy} onClick={form.save}>
            {form.amount === null ? '填多少积分' : `${form.isTaken ? '扣' : '加'} ${count(form.amount)} 积分`}
          </Button>
        </div>
      }
    >
      <SaveKey onSave={form.save} />
      <Amount form={form} />
      <Input
        aria-label="为什么（可以不写）"
        placeholder="为什么？比如：老客户活动（可以不写）"
        maxLength={100}
        value={form.reason}
        onChange={(event) => form.setReason(event.target.value)}
        onPressEnter={(event) => {
          if (event.nativeEvent.isComposing) return;
          event.preventDefault();
          form.save();
        }}
      />
      <p className="dialog-note">
        按 + 或 − 换成加或扣，Tab 写原因，Enter 保存。{name === null && '有一位不够扣，就谁也不扣。'}做完可以按 Ctrl+Z 撤销。
      </p>
    </Dialog>
  );
}

function Amount({ form }: { form: PointsForm }) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') form.save();
    else if (event.key === '-' || event.key === '－') form.setTaken(true);
    else if (event.key === '+' || event.key === '＋') form.setTaken(false);
    else return;
    event.preventDefault();
  };
  return (
    <div className="points-amount">
      <Radio.Group
        aria-label="加还是扣"
        optionType="button"
        value={form.isTaken}
        onChange={(event) => form.setTaken(event.target.value as boolean)}
        options={[
          { value: false, label: '加' },
          { value: true, label: '扣' },
        ]}
      />
      <Input
        aria-label="多少积分"
        autoFocus
        autoComplete="off"
        inputMode="numeric"
        maxLength={12}
        status={form.wrong ? 'error' : ''}
        value={form.written}
        onChange={(event) => form.setWritten(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span className={form.wrong ? 'points-wrong' : 'points-now'} role="status">
        {form.wrong ?? form.balances}
      </span>
    </div>
  );
}

/** Stands inside the dialog so that its key comes after the barrier. */
function SaveKey({ onSave }: { onSave: () => void }) {
  useShortcuts('记积分', [{ keys: 'mod+Enter', run: onSave, inFields: true }]);
  return null;
}
