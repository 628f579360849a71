import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { type KeyboardEvent, useState } from 'react';
import { clockTime } from '../../../lib/format.ts';
import { atClock, onDay, readClock } from '../clock-text.ts';
import './when-fields.css';

const dayMinutes = 24 * 60;
const stepMinutes = 5;

function ClockField({ label, value, onChange, live }: { label: string; value: number; onChange: (at: number) => void; live: boolean }) {
  // what stands in the field while she types; null = the value itself
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    const minutes = typed === null ? null : readClock(typed);
    setTyped(null);
    if (minutes !== null && atClock(value, minutes) !== value) onChange(atClock(value, minutes));
  };
  const step = (by: number) => {
    const minutes = readClock(typed ?? clockTime(value)) ?? 0;
    setTyped(null);
    const next = by > 0 ? Math.floor(minutes / stepMinutes + 1) * stepMinutes : Math.ceil(minutes / stepMinutes - 1) * stepMinutes;
    onChange(atClock(value, (next + dayMinutes) % dayMinutes));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by) {
      event.preventDefault();
      step(by);
    } else if (event.key === 'Enter') {
      commit();
      // Ctrl+Enter saves the whole, Enter only this field
      if (!event.ctrlKey && !event.metaKey) event.preventDefault();
    }
  };
  return (
    <input
      className="clock-field"
      aria-label={label}
      title="例如 20:00 或 2000；↑ ↓ 每次 5 分钟"
      autoComplete="off"
      inputMode="numeric"
      value={typed ?? clockTime(value)}
      aria-invalid={typed !== null && typed.trim() !== '' && readClock(typed) === null && typed.length > 4}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setTyped(event.target.value);
        if (!live) return;
        const minutes = /^\d{1,2}[:：]\d{2}$/.test(event.target.value.trim()) ? readClock(event.target.value) : null;
        if (minutes !== null) onChange(atClock(value, minutes));
      }}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}

export interface WhenFieldsProps {
  /** names of the two fields for screen readers: 「日期」 and 「时间」 with what they are for */
  label: string;
  /** ms */
  value: number;
  onChange: (at: number) => void;
  /** nothing later than this (ms) */
  latest?: number;
  /** reports a full time while it is typed, not only when the field is left */
  live?: boolean;
}

/** A day and a time of day; the time is typed as people write it. */
export function WhenFields({ label, value, onChange, latest, live = false }: WhenFieldsProps) {
  const change = (at: number) => onChange(latest === undefined ? at : Math.min(at, latest));
  return (
    <span className="when-fields">
      <DatePicker
        aria-label={`${label}日期`}
        value={dayjs(value)}
        format="M月D日 ddd"
        allowClear={false}
        disabledDate={(day) => latest !== undefined && day.isAfter(dayjs(latest), 'day')}
        onChange={(day) => day && change(onDay(value, day.valueOf()))}
      />
      <ClockField label={`${label}时间`} value={value} onChange={change} live={live} />
    </span>
  );
}
