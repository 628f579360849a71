import { Checkbox, DatePicker, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { RecurrenceRule } from '../../../../shared/contracts/recurrences.ts';
import { lunarDayName, lunarMonthName, minuteText, ruleNote, weekdayName } from '../../../../shared/domain/recurrence-words.ts';
import { weekdayOf } from '../../../../shared/domain/wall-time.ts';
import { readClock } from '../../publishing/index.ts';
import { dayName } from '../days.ts';
import { useRulePreview } from '../queries.ts';
import './dialogs.css';

const kinds: { value: RecurrenceRule['kind']; label: string }[] = [
  { value: 'daily', label: '每隔几天' },
  { value: 'weekly', label: '每周' },
  { value: 'monthly', label: '每月几号' },
  { value: 'monthlyWeekday', label: '每月第几个周几' },
  { value: 'yearly', label: '每年（公历）' },
  { value: 'yearlyLunar', label: '每年（农历）' },
];
const weekdays = [1, 2, 3, 4, 5, 6, 7];
const oneTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);
const options = (values: readonly number[], label: (value: number) => string) => values.map((value) => ({ value, label: label(value) }));

/** What a rule of another kind begins with: the day that is meant already. */
export function ruleOfKind(kind: RecurrenceRule['kind'], minute: number, on: string): RecurrenceRule {
  const [month, day] = [Number(on.slice(5, 7)), Number(on.slice(8, 10))];
  switch (kind) {
    case 'daily':
      return { kind, every: 1, minute };
    case 'weekly':
      return { kind, weekdays: [weekdayOf(on)], minute };
    case 'monthly':
      return { kind, day, minute };
    case 'monthlyWeekday':
      return { kind, nth: Math.min(4, Math.ceil(day / 7)), weekday: weekdayOf(on), minute };
    case 'yearly':
      return { kind, month, day, minute };
    case 'yearlyLunar':
      return { kind, month: 1, leap: false, day: 1, minute };
  }
}

interface RuleProps {
  rule: RecurrenceRule;
  onChange: (rule: RecurrenceRule) => void;
}

/** A time of day as people type it: 20:00, 2030, 8点半. */
export function MinuteField({ label, value, onChange }: { label: string; value: number; onChange: (minute: number) => void }) {
  // what stands in the field while she types; null = the value itself
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? null : readClock(typed);
  return (
    <input
      className="minute-field"
      aria-label={label}
      title="例如 20:00 或 2000"
      inputMode="numeric"
      autoComplete="off"
      value={typed ?? minuteText(value)}
      aria-invalid={typed !== null && typed.trim() !== '' && read === null}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setTyped(event.target.value);
        const minute = /^\d{1,2}[:：]\d{2}$/.test(event.target.value.trim()) ? readClock(event.target.value) : null;
        if (minute !== null) onChange(minute);
      }}
      onBlur={() => {
        setTyped(null);
        if (read !== null && read !== value) onChange(read);
      }}
    />
  );
}

/** When something comes back, the last day, and the next days it would have. */
export function RuleFields({
  rule,
  onChange,
  fromOn,
  untilOn,
  onUntil,
}: RuleProps & { fromOn: string; untilOn: string | null; onUntil: (on: string | null) => void }) {
  const preview = useRulePreview(rule, fromOn);
  const note = ruleNote(rule);
  const shown = (preview.data ?? []).filter(({ on }) => untilOn === null || on <= untilOn);
  return (
    <div className="dialog-fields">
      <span>多久一次</span>
      <Select
        aria-label="多久一次"
        value={rule.kind}
        options={kinds}
        onChange={(kind) => onChange(ruleOfKind(kind, rule.minute, fromOn))}
      />
      <span>哪一天</span>
      <span className="rule-days">
        <RuleDays rule={rule} onChange={onChange} />
      </span>
      <span>几点</span>
      <MinuteField label="几点" value={rule.minute} onChange={(minute) => onChange({ ...rule, minute })} />
      <span>到哪天为止</span>
      <DatePicker
        aria-label="到哪天为止"
        placeholder="一直重复"
        value={untilOn === null ? null : dayjs(untilOn)}
        onChange={(day) => onUntil(day ? day.format('YYYY-MM-DD') : null)}
      />
      <p className="dialog-note" aria-live="polite">
        {shown.length === 0
          ? '接下来没有日子了。'
          : `接下来：${shown.map(({ at }) => dayName(at)).join('、')}${shown.length < 4 ? '' : '…'}`}
        {note && <b>{note}</b>}
      </p>
    </div>
  );
}

function RuleDays({ rule, onChange }: RuleProps) {
  switch (rule.kind) {
    case 'daily':
      return (
        <InputNumber
          aria-label="每几天"
          min={1}
          max={365}
          value={rule.every}
          prefix="每"
          suffix="天"
          onChange={(every) => onChange({ ...rule, every: every ?? 1 })}
        />
      );
    case 'weekly':
      return (
        <Checkbox.Group
          aria-label="周几"
          value={rule.weekdays}
          options={options(weekdays, weekdayName)}
          onChange={(chosen) => chosen.length > 0 && onChange({ ...rule, weekdays: chosen })}
        />
      );
    case 'monthly':
      return <DaySelect label="几号" last={31} value={rule.day} onChange={(day) => onChange({ ...rule, day })} />;
    case 'monthlyWeekday':
      return (
        <>
          <Select
            aria-label="第几个"
            value={rule.nth}
            options={options([1, 2, 3, 4, -1], (nth) => (nth === -1 ? '最后一个' : `第 ${nth} 个`))}
            onChange={(nth) => onChange({ ...rule, nth })}
          />
          <Select
            aria-label="周几"
            value={rule.weekday}
            options={options(weekdays, weekdayName)}
            onChange={(weekday) => onChange({ ...rule, weekday })}
          />
        </>
      );
    case 'yearly':
      return (
        <>
          <Select
            aria-label="几月"
            value={rule.month}
            options={options(oneTo(12), (month) => `${month} 月`)}
            onChange={(month) => onChange({ ...rule, month })}
          />
          <DaySelect label="几号" last={31} value={rule.day} onChange={(day) => onChange({ ...rule, day })} />
        </>
      );
    case 'yearlyLunar':
      return (
        <>
          <Select
            aria-label="农历几月"
            value={rule.month}
            options={options(oneTo(12), (month) => lunarMonthName(month))}
            onChange={(month) => onChange({ ...rule, month })}
          />
          <Select
            aria-label="农历几号"
            value={rule.day}
            options={options(oneTo(30), lunarDayName)}
            onChange={(day) => onChange({ ...rule, day })}
          />
          <Checkbox checked={rule.leap} onChange={(event) => onChange({ ...rule, leap: event.target.checked })}>
            闰月
          </Checkbox>
        </>
      );
  }
}

function DaySelect({ label, last, value, onChange }: { label: string; last: number; value: number; onChange: (day: number) => void }) {
  return <Select aria-label={label} value={value} options={options(oneTo(last), (day) => `${day} 日`)} onChange={onChange} />;
}
