import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { topics } from '../../shared/events.ts';
import { askAgain, staleBy } from './stale-by.ts';

/** What each part of the studio reads, by topic; a part that is not asked again shows what is no longer so. */
const read: Record<string, readonly (typeof topics)[number][]> = {
  guard: ['friends', 'tags', 'trust', 'touches', 'posts', 'chats', 'rules'],
  points: ['points', 'friends'],
  sending: [
    'sending',
    'accounts',
    'friends',
    'tags',
    'trust',
    'touches',
    'points',
    'posts',
    'segments',
    'chats',
    'orders',
    'referrals',
    'rules',
  ],
  insights: [
    ...(['accounts', 'friends', 'tags', 'trust', 'touches', 'sending', 'posts', 'segments', 'rules', 'calendar'] as const),
    ...(['orders', 'chats', 'search', 'referrals'] as const),
  ],
  results: ['posts', 'orders', 'chats', 'rules'],
  segments: [
    'segments',
    'accounts',
    'channels',
    'friends',
    'tags',
    'trust',
    'touches',
    'points',
    'posts',
    'chats',
    'orders',
    'referrals',
    'rules',
  ],
  // the board may be narrowed by a segment
  trust: ['trust', 'friends', 'segments', 'channels', 'touches', 'points', 'posts', 'chats', 'orders', 'referrals', 'search'],
  // own rules ask segments
  suggestions: [
    'suggestions',
    'segments',
    'points',
    'posts',
    'accounts',
    'friends',
    'tags',
    'trust',
    'touches',
    'chats',
    'orders',
    'search',
    'channels',
    'referrals',
    'rules',
  ],
  // conditions ask what segments ask; what was taken back can be taken back no more
  tagRules: [
    ...(['tagRules', 'segments', 'accounts', 'channels', 'friends', 'tags', 'trust', 'touches', 'points', 'posts', 'chats'] as const),
    ...(['orders', 'imports', 'search', 'referrals', 'rules', 'undo'] as const),
  ],
  today: ['today', 'friends', 'tags', 'trust', 'touches', 'chats', 'orders', 'search', 'suggestions', 'rules', 'demo'],
  followUps: [
    ...(['followUps', 'suggestions', 'friends', 'tags', 'trust', 'touches', 'points', 'posts', 'chats', 'orders', 'rules'] as const),
    ...(['accounts', 'channels', 'referrals'] as const),
  ],
  referrals: ['referrals', 'friends', 'rules'],
  posts: ['posts', 'accounts', 'segments', 'assets', 'referrals'],
  content: ['content', 'posts', 'sending', 'assets', 'orders', 'points', 'rules'],
  slots: ['calendar', 'posts', 'sending', 'content', 'accounts', 'rules'],
  banday: ['banday', 'accounts', 'friends', 'trust', 'orders', 'chats', 'rules'],
  recurrences: ['calendar', 'posts', 'accounts'],
};

it('asks every part again when something it reads has changed', () => {
  for (const [part, sources] of Object.entries(read))
    for (const topic of sources) expect(staleBy[topic], `${part} reads ${topic}`).toContain(part);
});

it('knows every topic, and names each part once', () => {
  for (const topic of topics) expect(new Set(staleBy[topic]).size, topic).toBe(staleBy[topic].length);
});

it('a change that comes while the first answer is on its way is not lost', async () => {
  const client = new QueryClient();
  const answers: ((friends: number) => void)[] = [];
  const queryFn = () => new Promise<number>((resolve) => void answers.push(resolve));
  const screen = new QueryObserver(client, { queryKey: [['friends', 'list']], queryFn, staleTime: Number.POSITIVE_INFINITY });
  const leave = screen.subscribe(() => {});
  askAgain(client, ['friends']);
  expect(answers).toHaveLength(1);
  answers[0]!(0);
  await vi.waitUntil(() => answers.length === 2);
  answers[1]!(1);
  await vi.waitUntil(() => screen.getCurrentResult().data === 1);
  leave();
  client.clear();
});
