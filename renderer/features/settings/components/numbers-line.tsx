import { Button, InputNumber } from 'antd';
import { useId, useState } from 'react';
import {
  defaultSettings,
  type NumberRange,
  type NumbersKey,
  numberRanges,
  type SettingValue,
} from '../../../../shared/contracts/settings.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSetting } from '../queries.ts';
import { SettingLine } from './setting-group.tsx';
import './numbers-line.css';

type Numbers = Record<string, number>;
/** What a number is called, and what it is counted in. */
export interface NumberWords {
  label: string;
  unit: string;
}

const shown = (value: number, { share }: NumberRange) => (share ? Math.round(value * 100) : value);

interface NumbersDialogProps {
  title: string;
  hint: string;
  words: Record<string, NumberWords>;
  ranges: Record<string, NumberRange>;
  saved: Numbers;
  first: Numbers;
  onSave: (numbers: Numbers) => void;
  onClose: () => void;
}

function NumbersDialog({ title, hint, words, ranges, saved, first, onSave, onClose }: NumbersDialogProps) {
  const id = useId();
  // null = the field was emptied
  const [numbers, setNumbers] = useState<Record<string, number | null>>(saved);
  const isWhole = Object.values(numbers).every((value) => value !== null);
  return (
    <Dialog
      open
      title={title}
      width={520}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={() => setNumbers(first)}>恢复默认</Button>
          <span className="numbers-space" />
          <Button onClick={onClose}>取消</Button>
          <Button
            type="primary"
            disabled={!isWhole}
            onClick={() => {
              onSave(numbers as Numbers);
              onClose();
            }}
          >
            保存
          </Button>
        </div>
      }
    >
      <p className="numbers-hint">{hint}</p>
      {Object.entries(ranges).map(([name, range]) => {
        const { label, unit } = words[name]!;
        const value = numbers[name];
        const [min, max] = [shown(range.min, range), shown(range.max, range)];
        return (
          <div key={name} className="numbers-row">
            <label htmlFor={`${id}-${name}`}>{label}</label>
            <InputNumber
              id={`${id}-${name}`}
              aria-describedby={`${id}-${name}-range`}
              changeOnBlur
              precision={0}
              min={min}
              max={max}
              value={typeof value === 'number' ? shown(value, range) : null}
              onChange={(next) => setNumbers({ ...numbers, [name]: next === null ? null : range.share ? next / 100 : next })}
            />
            <span>{unit}</span>
            <small id={`${id}-${name}-range`}>
              默认 {shown(first[name]!, range)}，可填 {min}–{max}
            </small>
          </div>
        );
      })}
    </Dialog>
  );
}

interface NumbersLineProps<K extends NumbersKey> {
  setting: K;
  title: string;
  /** the rule as it is now, in one sentence */
  text: (value: SettingValue<K>) => string;
  /** what it is for */
  hint: string;
  words: Record<keyof SettingValue<K>, NumberWords>;
  button: string;
}

/** A rule made of numbers: told in a sentence, changed in a window of its own. */
export function NumbersLine<K extends NumbersKey>({ setting, title, text, hint, words, button }: NumbersLineProps<K>) {
  const [saved, save] = useSetting(setting);
  const [editing, setEditing] = useState(false);
  const first = defaultSettings[setting];
  const isFirst = Object.entries(first).every(([name, value]) => (saved as Numbers)[name] === value);
  return (
    <SettingLine title={title} hint={`${text(saved)}${isFirst ? '' : '（改过）'}`}>
      <Button onClick={() => setEditing(true)}>{button}</Button>
      {editing && (
        <NumbersDialog
          title={title}
          hint={hint}
          words={words}
          ranges={numberRanges[setting]}
          saved={saved as Numbers}
          first={first as Numbers}
          onSave={(numbers) => save(numbers as SettingValue<K>)}
          onClose={() => setEditing(false)}
        />
      )}
    </SettingLine>
  );
}
