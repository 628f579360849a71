import { saved } from '../../../shared/contracts/common.ts';
import {
  referralReport,
  referralsOfInput,
  referralsOf as referralsOfOutput,
  setReferralInput,
} from '../../../shared/contracts/referrals.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { countReferrals, referralReportCommand, referralsOfCommand } from './referrals.queries.ts';
import { setReferralCommand } from './referrals.service.ts';

export const referralsRouter = router({
  of: procedure
    .input(referralsOfInput)
    .output(referralsOfOutput)
    .query(({ ctx, input }) => ctx.execute(referralsOfCommand, { ...input, rows: countReferrals(ctx), now: ctx.clock.now() })),
  report: procedure.output(referralReport).query(({ ctx }) => ctx.execute(referralReportCommand, { rows: countReferrals(ctx) })),
  set: procedure
    .input(setReferralInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(setReferralCommand, input)),
});
