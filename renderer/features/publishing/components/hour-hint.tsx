import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { nearestWeekHour } from '../../../../shared/domain/active-hours.ts';
import { trpc } from '../../../lib/api.ts';
import { chinaMark, spokenTime, weekdayWords } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import type { PostEdits, PostValues } from '../post-form.ts';
import './hour-hint.css';

interface HourHintProps {
  values: Pick<PostValues, 'audience' | 'scheduledAt'> & { accountId: number };
  onChange: (part: PostEdits) => void;
}

/** When those it is for write most, by their chats; a press moves the post there. Quiet while too few of them are known. */
export function HourHint({ values, onChange }: HourHintProps) {
  const { accountId, audience, scheduledAt } = values;
  const { data } = useQuery({
    ...trpc.insights.hours.queryOptions({ accountId, audience }),
    placeholderData: keepPreviousData,
    // a broken audience says so itself
    retry: false,
  });
  if (!data || data.best.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring borders and a legend
    <div className="hour-hint" role="group" aria-label="最常说话的点">
      <span>{data.from === 'everybody' || audience.mode === 'all' ? '好友最常说话' : '这些人最常说话'}</span>
      {data.best.map(({ weekday, hour }) => {
        const at = nearestWeekHour(weekday * 24 + hour, scheduledAt, now());
        return (
          <button
            key={at}
            type="button"
            className="text-tool"
            aria-pressed={at === scheduledAt}
            title={`改到${spokenTime(at)}`}
            onClick={() => onChange({ scheduledAt: at })}
          >
            {`${chinaMark(scheduledAt)}${weekdayWords[weekday]} ${hour} 点`}
          </button>
        );
      })}
    </div>
  );
}
