import type { ContentCategory, PublishChannel } from '../contracts/content.ts';
import type { SendKind } from '../contracts/sending.ts';

/**
 * Of a moment it is known who may see it. Of a post in a group or on another platform nobody knows which friends read it, and what goes to
 * friends one by one is in the log of contacts: in nobody's count is either of them seen.
 */
export const friendsSee = ({ channel }: { channel: string }): boolean => channel === 'moments';

/** Words to friends one by one go out through a send queue: it asks the guard for each, and notes each contact. */
export const isOneByOne = ({ channel }: { channel: string }): boolean => channel === 'private';

/** What one friend's patience pays for a post that reaches her (fatigue.ts); null = nothing. Words to many, one by one, are never free. */
export function touchOfPost(channel: PublishChannel, category: ContentCategory): SendKind | 'momentAdvert' | null {
  if (channel === 'private') return category === 'offer' ? 'privateAdvert' : 'massSend';
  return channel === 'moments' && category === 'offer' ? 'momentAdvert' : null;
}
