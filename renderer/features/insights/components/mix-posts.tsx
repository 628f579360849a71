import type { MixPostsInput } from '../../../../shared/contracts/insights.ts';
import { useMixPosts } from '../queries.ts';
import { type PostDoors, PostsDialog } from './posts-dialog.tsx';

/** A number of the mix: which it is, and what it counts. */
export interface AskedMixPosts {
  part: MixPostsInput['part'];
  name: string;
}

interface MixPostsProps extends PostDoors {
  ask: AskedMixPosts & MixPostsInput;
  onClose: () => void;
}

/** The very posts that a number of the mix counts. */
export function MixPosts({ ask: { name, ...ask }, ...doors }: MixPostsProps) {
  return <PostsDialog title={name} posts={useMixPosts(ask)} areAhead={ask.part.of === 'planned'} {...doors} />;
}
