import { Button, DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { dayText } from '../lib/format.ts';
import { now } from '../lib/now.ts';
import { Dialog } from './dialog.tsx';
import './day-dialog.css';

/** A day by how far it is away, in her words. */
export interface DayChoice {
  days: number;
  label: string;
}

export const soonDays: readonly DayChoice[] = [
  { days: 1, label: '明天' },
  { days: 3, label: '三天后' },
  { days: 7, label: '一周后' },
];
export const laterDays: readonly DayChoice[] = [
  { days: 7, label: '一周后' },
  { days: 30, label: '一个月后' },
  { days: 90, label: '三个月后' },
];

export interface DayDialogProps {
  title: string;
  choices: readonly DayChoice[];
  onPick: (on: string) => void;
  onClose: () => void;
}

/** Which day instead: one of the usual ones by one press, or any. */
export function DayDialog({ title, choices, onPick, onClose }: DayDialogProps) {
  const [own, setOwn] = useState<Dayjs | null>(null);
  return (
    <Dialog open title={title} width={380} onClose={onClose}>
      <div className="day-choices">
        {choices.map(({ days, label }, at) => (
          <Button key={days} autoFocus={at === 0} onClick={() => onPick(dayText(now(), days))}>
            {label}
          </Button>
        ))}
        <div>
          <DatePicker
            aria-label="自己定哪天"
            placeholder="自己定哪天"
            format="YYYY年M月D日"
            minDate={dayjs(now()).add(1, 'day')}
            value={own}
            onChange={setOwn}
          />
          <Button disabled={own === null} onClick={() => own && onPick(own.format('YYYY-MM-DD'))}>
            就这天
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
