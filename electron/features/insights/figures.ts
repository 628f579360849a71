import { readFigure } from '../../../shared/domain/figures.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { everybody } from './everybody.ts';
import { funnelMembers } from './funnel.queries.ts';
import { poolMembers } from './pool.queries.ts';

/** Ids of those whom a number counts, ascending; a text that names none counts nobody. @throws AppError `invalidInput` for days still to come */
export async function figureMembers(ctx: HostContext, text: string): Promise<Uint32Array> {
  const figure = readFigure(text);
  if (figure === null) return new Uint32Array();
  const ids = figure.of === 'pool' ? await poolMembers(ctx, figure) : await funnelMembers(ctx, figure);
  const { account, channel } = await everybody(ctx);
  const { accountId, channelId } = figure;
  return ids.filter((id) => (accountId === null || account[id] === accountId) && (channelId === null || channel[id] === channelId));
}
