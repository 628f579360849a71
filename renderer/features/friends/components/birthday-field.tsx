import { Checkbox, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import type { Birthday } from '../../../../shared/contracts/friends.ts';
import { lunarDay, lunarMonth } from '../../../lib/format.ts';

interface BirthdayFieldProps {
  value?: Birthday | null;
  onChange?: (value: Birthday | null) => void;
}

type Draft = Omit<Birthday, 'month' | 'day'> & { month: number | null; day: number | null };
const blank: Draft = { calendar: 'solar', year: null, month: null, day: null, leap: false };
const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

/** A birthday by the sun or by the moon; the year may stay open. It counts once month and day are chosen. */
export function BirthdayField({ value, onChange }: BirthdayFieldProps) {
  const [draft, setDraft] = useState<Draft>(value ?? blank);
  const set = (change: Partial<Draft>) => {
    const next = { ...draft, ...change };
    const days = next.calendar === 'lunar' ? 30 : (longest[(next.month ?? 1) - 1] ?? 31);
    if (next.day !== null && next.day > days) next.day = days;
    if (next.calendar === 'solar') next.leap = false;
    setDraft(next);
    onChange?.(next.month !== null && next.day !== null ? { ...next, month: next.month, day: next.day } : null);
  };
  const lunar = draft.calendar === 'lunar';
  return (
    <div className="birthday-field">
      <Segmented<Birthday['calendar']>
        size="small"
        aria-label="历法"
        value={draft.calendar}
        onChange={(calendar) => set({ calendar })}
        options={[
          { value: 'solar', label: '公历' },
          { value: 'lunar', label: '农历' },
        ]}
      />
      <InputNumber
        aria-label="出生年份（可以不填）"
        placeholder="年（可不填）"
        min={1900}
        max={2100}
        precision={0}
        controls={false}
        value={draft.year}
        onChange={(year) => set({ year: year ?? null })}
      />
      <Select
        aria-label="生日的月"
        placeholder="月"
        allowClear
        value={draft.month ?? undefined}
        onChange={(month) => set({ month: month ?? null })}
        options={upTo(12).map((month) => ({ value: month, label: lunar ? lunarMonth(month) : `${month}月` }))}
      />
      <Select
        aria-label="生日的日"
        placeholder="日"
        allowClear
        value={draft.day ?? undefined}
        onChange={(day) => set({ day: day ?? null })}
        options={upTo(lunar ? 30 : (longest[(draft.month ?? 1) - 1] ?? 31)).map((day) => ({
          value: day,
          label: lunar ? lunarDay(day) : `${day}日`,
        }))}
      />
      {lunar && (
        <Checkbox checked={draft.leap} onChange={(event) => set({ leap: event.target.checked })}>
          闰月
        </Checkbox>
      )}
    </div>
  );
}
