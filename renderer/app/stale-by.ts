import type { Topic } from '../../shared/events.ts';

/** Which parts of the router may be old when a topic changed. The only place that knows. */
export const staleBy: Record<Topic, readonly string[]> = {
  accounts: ['accounts', 'friends', 'slots', 'settings', 'demo', 'segments', 'sending', 'insights', 'posts', 'recurrences'],
  channels: ['channels', 'friends', 'segments', 'trust'],
  friends: ['friends', 'guard', 'sending', 'accounts', 'channels', 'tags', 'trust', 'touches', 'settings', 'demo', 'segments', 'insights'],
  notes: ['friends'],
  tags: ['tags', 'friends', 'segments', 'guard', 'sending', 'insights', 'settings'],
  trust: ['trust', 'friends', 'touches', 'segments', 'guard', 'sending', 'insights'],
  sending: ['sending', 'content', 'slots', 'insights'],
  touches: ['touches', 'guard', 'sending', 'friends', 'segments', 'insights', 'trust'],
  posts: ['posts', 'guard', 'sending', 'content', 'results', 'insights', 'segments', 'slots', 'recurrences', 'trust'],
  calendar: ['slots', 'events', 'recurrences', 'insights'],
  segments: ['segments', 'friends', 'insights', 'sending', 'posts', 'trust'],
  content: ['content', 'titleTests', 'slots'],
  assets: ['posts', 'content'],
  chats: ['chats', 'guard', 'sending', 'conversations', 'friends', 'search', 'solitaire', 'segments', 'results', 'trust'],
  orders: ['orders', 'results', 'products', 'payments', 'groupBuys', 'solitaire', 'friends', 'segments', 'sending', 'content', 'trust'],
  search: ['search', 'chats', 'segments', 'trust'],
  imports: ['imports'],
  settings: ['settings', 'guard', 'sending', 'chats', 'insights'],
  undo: ['undo'],
  demo: ['demo', 'settings'],
};
