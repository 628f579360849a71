import type { AnyCommand } from '../../platform/jobs/command.ts';
import { bringersCommand, broughtCommand, referralReportCommand, referralsOfCommand } from './referrals.queries.ts';
import { setReferralCommand } from './referrals.service.ts';

export { bringReferrals, lackingReferrals } from './bring-referrals.ts';
export { bringersApart, bringersOf } from './bringers.ts';
export { takeOverReferrals } from './referrals.merged.ts';
export { type Bringers, bringerIds, broughtCommand, countReferrals, type ValidReferral, validReferrals } from './referrals.queries.ts';
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
