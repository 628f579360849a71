import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type RefObject, useRef, useState } from 'react';
import type { FriendSelection } from '../../../../shared/contracts/friends.ts';
import { trpc } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { levelMeanings, levels, levelText, levelWords } from '../../../lib/words.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { LadderGlyph } from '../../../ui/level.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import './level-picker.css';

export interface LevelPickerProps {
  selection: FriendSelection;
  /** the level to begin with; null = none chosen yet */
  level: number | null;
  /** the friend's name when it is for one */
  name: string | null;
  onClose: () => void;
}

/** Sets the level and says what came of it. */
function useSetLevel({ name, onClose }: LevelPickerProps, whom: string) {
  return useMutation(
    trpc.trust.setLevel.mutationOptions({
      onSuccess: (report, input) => {
        const rest = report.unchanged > 0 ? `，${count(report.unchanged)} 位原本就是` : '';
        const done = name !== null && report.changed === 1 ? `「${name}」` : ` ${count(report.changed)} 位好友`;
        notify.done(
          report.changed === 0 ? `${whom}原本就是「${levelText(input.level)}」` : `已把${done}设为「${levelText(input.level)}」${rest}`,
          report.undoId,
        );
        onClose();
      },
      onError: notify.failed,
    }),
  );
}

interface ChoicesProps {
  level: number | null;
  /** where the keys begin */
  first: number;
  onLevel: (level: number) => void;
  onSave: () => void;
  choices: RefObject<HTMLDivElement | null>;
}

function Choices({ level, first, onLevel, onSave, choices }: ChoicesProps) {
  return (
    <div
      ref={choices}
      className="level-choices"
      role="radiogroup"
      aria-label="信任等级"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onSave();
      }}
    >
      {levels.map((step) => (
        <label key={step} className={step === level ? 'level-choice on' : 'level-choice'} data-level={step}>
          <input
            type="radio"
            name="trust-level"
            className="over-input"
            checked={step === level}
            // biome-ignore lint/a11y/noAutofocus: 1–6, the arrows and Enter answer at once in the dialog
            autoFocus={step === first}
            aria-label={levelText(step)}
            onChange={() => onLevel(step)}
          />
          <LadderGlyph level={step} size={20} />
          <b>{step}</b>
          <span>{levelWords[step]}</span>
          <small>{levelMeanings[step]}</small>
        </label>
      ))}
    </div>
  );
}

/** Sets the trust level of a selection, with an optional reason. 1–6 choose, Enter confirms. */
export function LevelPicker(props: LevelPickerProps) {
  const { selection, level: first, name, onClose } = props;
  const [level, setLevel] = useState(first);
  const [reason, setReason] = useState('');
  const choices = useRef<HTMLDivElement>(null);
  const send = useSendOnce();
  const counted = useQuery(trpc.friends.count.queryOptions({ selection }));
  const many = counted.data;
  const whom = name !== null ? `「${name}」` : many === undefined ? '选中的好友' : `${count(many)} 位好友`;
  const set = useSetLevel(props, whom);
  const save = () => {
    if (level !== null && many !== 0) void send(() => set.mutateAsync({ selection, level, reason }));
  };
  const pick = (step: number) => {
    setLevel(step);
    choices.current?.querySelector<HTMLElement>(`[data-level="${step}"] input`)?.focus();
  };
  return (
    <Dialog
      open
      title={`${whom}现在到了哪一级？`}
      onClose={onClose}
      width={440}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不做</Button>
          <Button type="primary" disabled={level === null || many === 0} loading={set.isPending} onClick={save}>
            {level === null ? '选一级' : `设为 ${levelText(level)}`}
          </Button>
        </div>
      }
    >
      <LevelKeys onPick={pick} onSave={save} />
      <Choices level={level} first={first ?? 1} onLevel={setLevel} onSave={save} choices={choices} />
      <Input
        aria-label="为什么（可以不写）"
        placeholder="为什么？比如：第一次下单（可以不写）"
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={(event) => {
          if (event.nativeEvent.isComposing) return;
          event.preventDefault();
          save();
        }}
      />
      <p className="dialog-note">
        按 1–6 选，Tab 写原因，Enter 保存。{name === null && '原本就是这一级的不会重复记录。'}等级的每次变化都会留下记录，做完可以按 Ctrl+Z
        撤销。
      </p>
    </Dialog>
  );
}

/** Stands inside the dialog so that its keys come after the barrier. */
function LevelKeys({ onPick, onSave }: { onPick: (level: number) => void; onSave: () => void }) {
  useShortcuts('设等级', [
    ...levels.map((step) => ({ keys: String(step), run: () => onPick(step) })),
    { keys: 'mod+Enter', run: onSave, inFields: true },
  ]);
  return null;
}
