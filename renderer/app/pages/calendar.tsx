import { CalendarScreen } from '../../features/calendar/index.ts';

export default CalendarScreen;
