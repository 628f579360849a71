import { Button, DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { dayText } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { Dialog } from '../../../ui/dialog.tsx';

const choices = [
  { days: 1, label: '明天' },
  { days: 3, label: '三天后' },
  { days: 7, label: '一周后' },
] as const;

/** Which day instead. */
export function DayDialog({ title, onPick, onClose }: { title: string; onPick: (on: string) => void; onClose: () => void }) {
  const [own, setOwn] = useState<Dayjs | null>(null);
  return (
    <Dialog open title={title} width={380} onClose={onClose}>
      <div className="follow-up-days">
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
