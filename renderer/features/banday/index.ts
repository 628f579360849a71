export { BanDayScreen } from './screens/ban-day-screen.tsx';
