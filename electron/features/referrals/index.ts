import type { AnyCommand } from '../../platform/jobs/command.ts';
import { bringersCommand, broughtCommand, referralReportCommand, referralsOfCommand } from './referrals.queries.ts';
import { setReferralCommand } from './referrals.service.ts';

export { bringReferrals, lackingReferrals } from './bring-referrals.ts';
export { takeOverReferrals } from './referrals.merged.ts';
export { bringerIds, bringersCommand, broughtCommand, countReferrals, validReferrals } from './referrals.queries.ts';
export { referralsRouter } from './referrals.router.ts';
export { referralsUndoTables } from './referrals.service.ts';

/** What may run in the workers. */
export const referralsCommands: AnyCommand[] = [
  referralsOfCommand,
  referralReportCommand,
  bringersCommand,
  broughtCommand,
  setReferralCommand,
];
