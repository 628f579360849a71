import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { membersOf } from '../segments/index.ts';
import { readSettings } from '../settings/index.ts';
import type { OwnMembers } from './facts.ts';

/** Who is in the segments of the seller's own rules now. A segment that is gone or broken is nobody's; the page of the rules says so. */
export async function ownMembers(ctx: HostContext): Promise<OwnMembers[]> {
  const settings = readSettings(ctx);
  if (settings['trust.rules'].own === 'off') return [];
  const members: OwnMembers[] = [];
  for (const { segmentId, level } of settings['trust.ownRules'])
    try {
      members.push({ segmentId, level, friendIds: await membersOf(ctx, [segmentId]) });
    } catch (error) {
      if (!(error instanceof AppError && error.kind === 'brokenSegment')) throw error;
    }
  return members;
}

/** Only what is about these friends: what goes to another thread stays small. */
export function ownAmong(own: readonly OwnMembers[], friendIds: readonly number[]): OwnMembers[] {
  const wanted = new Set(friendIds);
  return own.map((one) => ({ ...one, friendIds: one.friendIds.filter((id) => wanted.has(id)) }));
}
