import type { CalendarDay } from '../../../../shared/contracts/calendar.ts';
import { dayFacts, dayNote } from '../days.ts';

/** 班 / 休 and the word of the day (festival, solar term, lunar day). */
export function DayWords({ day }: { day: CalendarDay | undefined }) {
  const note = dayNote(day);
  return (
    <>
      {day?.arrangement && (
        <span className={day.arrangement.work ? 'day-mark work' : 'day-mark rest'} title={dayFacts(day)}>
          {day.arrangement.work ? '班' : '休'}
        </span>
      )}
      {note.text !== '' && (
        <span className={note.special ? 'day-note special' : 'day-note'} title={day && dayFacts(day)}>
          {note.text}
        </span>
      )}
    </>
  );
}
