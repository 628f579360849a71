export { BirthdayLine } from './components/birthday-line.tsx';
export { GuardSettings } from './components/guard-settings.tsx';
export { LoadBar, LoadMeter } from './components/load-meter.tsx';
export { OverrideChoice } from './components/override-choice.tsx';
export { answerText, causeText, loadText, ruleWords } from './guard-words.ts';
export { useBirthdays, useGuardFriend, useQuietHours, useWishBirthday } from './queries.ts';
