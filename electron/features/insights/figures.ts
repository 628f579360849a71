import { type Figure, readFigure } from '../../../shared/domain/figures.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { broughtCommand, countReferrals } from '../referrals/index.ts';
import { channelMembers } from './channels.queries.ts';
import { cohortMembers } from './cohorts.queries.ts';
import { everybody } from './everybody.ts';
import { funnelMembers } from './funnel.queries.ts';
import { poolMembers } from './pool.queries.ts';

function membersOf(ctx: HostContext, figure: Figure): Promise<Uint32Array> {
  switch (figure.of) {
    case 'pool':
      return poolMembers(ctx, figure);
    case 'funnel':
      return funnelMembers(ctx, figure);
    case 'channel':
      return channelMembers(ctx, figure);
    case 'cohort':
      return cohortMembers(ctx, figure);
    case 'referral':
      return ctx.execute(broughtCommand, { ...figure, rows: countReferrals(ctx) });
  }
}

/** Ids of those whom a number counts, ascending; a text that names none counts nobody. @throws AppError `invalidInput` for days still to come */
export async function figureMembers(ctx: HostContext, text: string): Promise<Uint32Array> {
  const figure = readFigure(text);
  if (figure === null) return new Uint32Array();
  const ids = await membersOf(ctx, figure);
  const { account, channel } = await everybody(ctx);
  const { accountId, channelId } = figure;
  return ids.filter((id) => (accountId === null || account[id] === accountId) && (channelId === null || channel[id] === channelId));
}
