import { useMemo } from 'react';
import type { ActiveHours } from '../../../../shared/contracts/search.ts';
import { weekdayWords } from '../../../lib/format.ts';
import { enoughToDraw, hoursBasis, hoursSentence, hoursZone, shade, spokenHour } from '../hours.ts';
import './hour-map.css';

const cellWidth = 10;
const cellHeight = 12;
const gap = 2;
const left = 30;
const marked = [0, 6, 12, 18, 23];

interface HourMapProps {
  hours: ActiveHours;
  /** one friend, or several together */
  of: 'friend' | 'segment';
}

/** The week's 168 hours: the darker, the more was written. What it says stands below it in words, with what it rests on. */
export function HourMap({ hours, of }: HourMapProps) {
  const most = useMemo(() => Math.max(...hours.cells), [hours]);
  const drawn = enoughToDraw(hours);
  const best = hours.best.map(({ weekday, hour }) => `${weekdayWords[weekday]}${spokenHour(hour)}`).join('、');
  const basis = drawn ? hoursBasis(hours, of) : null;
  const zone = best === '' ? null : hoursZone();
  return (
    <figure className="hour-map">
      {drawn && (
        <svg
          viewBox={`0 0 ${left + 24 * (cellWidth + gap)} ${14 + 7 * (cellHeight + gap)}`}
          role="img"
          aria-label={`一周里写消息的时间。最常写消息的时候：${best || '看不出来'}。`}
          focusable="false"
        >
          {marked.map((hour) => (
            <text key={hour} x={left + hour * (cellWidth + gap) + cellWidth / 2} y="9" textAnchor="middle">
              {hour}
            </text>
          ))}
          {weekdayWords.map((word, weekday) => (
            <text key={word} x="0" y={14 + weekday * (cellHeight + gap) + 10}>
              {word}
            </text>
          ))}
          {hours.cells.map((value, at) => {
            const weekday = Math.floor(at / 24);
            const hour = at % 24;
            return (
              <rect
                key={at}
                x={left + hour * (cellWidth + gap)}
                y={14 + weekday * (cellHeight + gap)}
                width={cellWidth}
                height={cellHeight}
                rx="2"
                className={`shade-${shade(value, most)}`}
              >
                {value > 0 && <title>{`${weekdayWords[weekday]}${spokenHour(hour)}`}</title>}
              </rect>
            );
          })}
        </svg>
      )}
      <figcaption>
        {hoursSentence(hours, of)}
        {drawn && best !== '' && <span>最好的三个钟头：{best}</span>}
        {basis && <small>{basis}</small>}
        {zone && <small>{zone}</small>}
      </figcaption>
    </figure>
  );
}
