export { BirthdayLine } from './components/birthday-line.tsx';
export { useBirthdays, useWishBirthday } from './queries.ts';
