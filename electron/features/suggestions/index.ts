import type { AnyCommand } from '../../platform/jobs/command.ts';
import { evaluateCommand } from './evaluate.ts';
import { answerCommand, askAgainCommand, autoCommand } from './suggestions.service.ts';
import { talkDaysCommands } from './talk-days.ts';

export { automaticFor, plugAutomatic } from './auto.plug.ts';
export { bringAnswers } from './bring-answers.ts';
export { localDays } from './facts.ts';
export { takeOverAnswers } from './suggestions.merged.ts';
export { suggestionsRouter } from './suggestions.router.ts';
export { eraseSteps, suggestionsUndoTables } from './suggestions.service.ts';
export { plugTalkDays, talkDayReadingFor } from './talk-days.plug.ts';
export { unpackDays } from './talk-days.ts';

/** What may run in the workers. */
export const suggestionsCommands: AnyCommand[] = [evaluateCommand, ...talkDaysCommands, answerCommand, askAgainCommand, autoCommand];
