import type { QueryClient } from '@tanstack/react-query';
import type { Topic } from '../../shared/events.ts';

/** Which parts of the router may be old when a topic changed. The only place that knows. */
export const staleBy: Record<Topic, readonly string[]> = {
  accounts: [
    'tagRules',
    'accounts',
    'suggestions',
    'banday',
    'friends',
    'slots',
    'settings',
    'demo',
    'segments',
    'sending',
    'insights',
    'posts',
    'recurrences',
  ],
  channels: ['tagRules', 'channels', 'friends', 'segments', 'trust', 'suggestions', 'insights'],
  friends: [
    'tagRules',
    'today',
    'friends',
    'banday',
    'points',
    'guard',
    'sending',
    'accounts',
    'channels',
    'tags',
    'trust',
    'suggestions',
    'touches',
    'settings',
    'demo',
    'segments',
    'insights',
  ],
  notes: ['friends'],
  tags: ['today', 'tagRules', 'tags', 'suggestions', 'friends', 'segments', 'guard', 'sending', 'insights', 'settings'],
  trust: ['today', 'tagRules', 'trust', 'suggestions', 'banday', 'friends', 'touches', 'segments', 'guard', 'sending', 'insights'],
  sending: ['sending', 'content', 'slots', 'insights'],
  touches: ['today', 'tagRules', 'touches', 'suggestions', 'guard', 'sending', 'friends', 'segments', 'insights', 'trust'],
  // words with {积分}, segments by points and all that asks those
  points: ['tagRules', 'points', 'suggestions', 'friends', 'content', 'segments', 'insights', 'sending', 'posts', 'trust'],
  posts: [
    'tagRules',
    'posts',
    'suggestions',
    'guard',
    'sending',
    'content',
    'results',
    'insights',
    'segments',
    'slots',
    'recurrences',
    'trust',
  ],
  calendar: ['slots', 'events', 'recurrences', 'insights'],
  segments: ['tagRules', 'segments', 'suggestions', 'friends', 'insights', 'sending', 'posts', 'trust'],
  content: ['content', 'titleTests', 'slots'],
  assets: ['posts', 'content'],
  chats: [
    'tagRules',
    'today',
    'chats',
    'banday',
    'guard',
    'sending',
    'conversations',
    'friends',
    'search',
    'solitaire',
    'segments',
    'results',
    'trust',
    'insights',
    'suggestions',
  ],
  orders: [
    'tagRules',
    'today',
    'orders',
    'banday',
    'results',
    'products',
    'payments',
    'groupBuys',
    'solitaire',
    'friends',
    'segments',
    'sending',
    'content',
    'trust',
    'suggestions',
    'insights',
  ],
  search: ['today', 'tagRules', 'search', 'chats', 'segments', 'trust', 'insights', 'suggestions'],
  // two-way days are told of with them
  suggestions: ['today', 'suggestions', 'insights'],
  tagRules: ['tagRules'],
  // her events stand in the timeline
  today: ['today', 'friends'],
  imports: ['tagRules', 'imports', 'importQueue'],
  settings: ['settings'],
  // segments by layers and all that asks those
  rules: [
    'tagRules',
    'today',
    'banday',
    'suggestions',
    'guard',
    'sending',
    'chats',
    'insights',
    'results',
    'content',
    'slots',
    'segments',
    'friends',
    'trust',
    'posts',
  ],
  undo: ['tagRules', 'undo'],
  demo: ['today', 'demo', 'settings'],
  lock: ['lock'],
  backups: ['backups', 'banday'],
  banday: ['banday', 'friends'],
};

/** Asks again for all that may be old when these topics changed, as far as it is on the screen. */
export function askAgain(client: QueryClient, topics: readonly Topic[]): void {
  for (const prefix of new Set(topics.flatMap((topic) => staleBy[topic] ?? []))) {
    const queryKey = [[prefix]];
    // a first answer under way may have been given before the change, and is not asked for anew by invalidating it
    for (const query of client.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' })) {
      if (query.state.data !== undefined) continue;
      const again = () => client.invalidateQueries({ queryKey: query.queryKey, exact: true });
      query.fetch().then(again, again);
    }
    void client.invalidateQueries({ queryKey });
  }
}
