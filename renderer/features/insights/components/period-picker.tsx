import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { type Period, type PeriodKind, periodKinds, periodOf, periodWords } from '../../../../shared/domain/periods.ts';
import { dayText } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';

/** Which days she looks at: by name, or her own. */
export type ChosenPeriod = PeriodKind | Period;

export interface PeriodProps {
  chosen: ChosenPeriod;
  onPeriod: (next: ChosenPeriod) => void;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

/** The days that an address holds; `first` when it holds none that can be. */
export function periodIn(text: string | null, first: PeriodKind): ChosenPeriod {
  const kind = periodKinds.find((one) => one === text);
  if (kind) return kind;
  const [fromOn = '', toOn = ''] = (text ?? '').split('~');
  const today = dayText(now());
  return day.test(fromOn) && day.test(toOn) && fromOn <= toOn && fromOn <= today ? { fromOn, toOn } : first;
}

export const periodParam = (chosen: ChosenPeriod): string => (typeof chosen === 'string' ? chosen : `${chosen.fromOn}~${chosen.toOn}`);

/** The days of what she chose. */
export const daysOf = (chosen: ChosenPeriod): Period => (typeof chosen === 'string' ? periodOf(chosen, dayText(now())) : chosen);

const dayFormat = 'YYYY-MM-DD';
const options = [...periodKinds.map((value) => ({ value, label: periodWords[value] })), { value: 'own', label: '自己选' }];

export function PeriodPicker({ chosen, onPeriod }: PeriodProps) {
  const days = daysOf(chosen);
  return (
    <span className="period-picker">
      {typeof chosen !== 'string' && (
        <DatePicker.RangePicker
          aria-label="哪几天"
          format="YYYY年M月D日"
          allowClear={false}
          maxDate={dayjs()}
          value={[dayjs(days.fromOn), dayjs(days.toOn)]}
          onChange={(picked) =>
            picked?.[0] && picked[1] && onPeriod({ fromOn: picked[0].format(dayFormat), toOn: picked[1].format(dayFormat) })
          }
        />
      )}
      <Select
        aria-label="看哪段时间"
        className="layers-window"
        value={typeof chosen === 'string' ? chosen : 'own'}
        options={options}
        onChange={(value: PeriodKind | 'own') => onPeriod(value === 'own' ? days : value)}
      />
    </span>
  );
}
