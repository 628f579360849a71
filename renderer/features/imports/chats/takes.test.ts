import { describe, expect, it } from 'vitest';
import type { ChatQueueScan, ScanConversation } from '../../../../shared/contracts/import-queue.ts';
import { type Choices, commitChoices, type Rules, shownOf, standingCounts, standingOf, sumOf, takeOf } from './takes.ts';

const chat = (key: string, change: Partial<ScanConversation> = {}): ScanConversation => ({
  key,
  itemIds: ['1'],
  externalId: null,
  name: key,
  group: false,
  kindKnown: true,
  messages: 10,
  known: 4,
  fresh: 6,
  firstAt: null,
  lastAt: null,
  conversationId: null,
  friend: null,
  candidates: [],
  groups: [],
  talkers: [],
  ...change,
});
const sure = { id: 7, name: '李姐', by: 'wxid' as const };
const alike = { id: 8, name: '王姐', by: 'remark' as const };
const conversations = [
  chat('friend', { friend: sure }),
  chat('alike', { candidates: [alike] }),
  chat('stranger'),
  chat('group', { group: true, candidates: [alike] }),
];
const scan: ChatQueueScan = {
  queueId: 'q',
  again: null,
  conversations,
  knowsMe: true,
  people: [],
  me: [],
  remembers: false,
  suggestedMe: null,
  otherAccount: null,
  read: 43,
  problems: { total: 3, counts: {}, rows: [] },
  damagedIds: 0,
  mojibakeShare: 0,
  mojibakeFile: null,
};
const rules: Rules = { unknownPeers: 'newFriend', doubtful: 'keepUnlinked' };
const byKey = (key: string) => conversations.find((one) => one.key === key) ?? chat(key);

describe('what is done with a conversation nobody decided on', () => {
  it.each([
    ['friend', { take: 'friend', friendId: 7 }, 'friend'],
    ['alike', { take: 'keepUnlinked' }, 'doubtful'],
    ['stranger', { take: 'newFriend' }, 'newFriend'],
    ['group', { take: 'keepUnlinked' }, 'group'],
  ] as const)('%s', (key, take, standing) => {
    expect(takeOf(byKey(key), {}, rules)).toEqual(take);
    expect(standingOf(byKey(key), {}, rules)).toBe(standing);
  });

  it('an equal name is a friend only when she says so for all', () => {
    const all: Rules = { ...rules, doubtful: 'candidate' };
    expect(takeOf(byKey('alike'), {}, all)).toEqual({ take: 'friend', friendId: 8 });
    expect(standingOf(byKey('alike'), {}, all)).toBe('friend');
    // groups are nobody's friend, whatever they are called
    expect(takeOf(byKey('group'), {}, all)).toEqual({ take: 'keepUnlinked' });
  });
});

it('a decision goes before every rule, also about a friend the file names', () => {
  const choices: Choices = {
    friend: { take: 'keepUnlinked' },
    alike: { take: 'newFriend' },
    group: { take: 'newFriend', kind: 'private' },
    stranger: { take: 'leaveOut' },
  };
  expect(conversations.map((one) => standingOf(one, choices, rules))).toEqual(['unlinked', 'newFriend', 'leftOut', 'newFriend']);
});

it('the sum on the screen adds up to what was read', () => {
  for (const choices of [
    {},
    { stranger: { take: 'leaveOut' } },
    { group: { take: 'leaveOut' }, friend: { take: 'leaveOut' } },
  ] as Choices[]) {
    const { read, fresh, known, leftOut, problems } = sumOf(scan, choices, rules);
    expect(fresh + known + leftOut + problems).toBe(read);
  }
  expect(sumOf(scan, {}, rules)).toMatchObject({ conversations: 4, newFriends: 1 });
});

it('commit hears of same names that nobody decided, and of nothing that follows the rules', () => {
  expect(commitChoices(scan, {}, rules)).toEqual({ alike: { take: 'keepUnlinked' }, group: { take: 'keepUnlinked' } });
  expect(commitChoices(scan, { alike: { take: 'friend', friendId: 8 } }, rules)).toMatchObject({ alike: { take: 'friend', friendId: 8 } });
});

it('filters by standing and by letters of the name', () => {
  expect(shownOf(scan, {}, rules, 'doubtful', '').map(({ key }) => key)).toEqual(['alike']);
  expect(shownOf(scan, {}, rules, null, ' STR').map(({ key }) => key)).toEqual(['stranger']);
  expect(standingCounts(scan, {}, rules)).toEqual({ friend: 1, doubtful: 1, newFriend: 1, unlinked: 0, group: 1, leftOut: 0 });
});

describe('a group that may be one of the book', () => {
  const maybe = chat('paste', { group: true, kindKnown: false, known: 0, fresh: 10, groups: [{ id: 3, name: '橙子团购1群', people: 2 }] });
  const one = { ...scan, conversations: [maybe] };

  it('is asked about until she says which it is; how much of it is new is known only then', () => {
    expect([standingOf(maybe, {}, rules), sumOf(one, {}, rules).atMost]).toEqual(['doubtful', false]);
    expect(takeOf(maybe, {}, rules)).toEqual({ take: 'keepUnlinked' });
    const said: Choices = { paste: { take: 'keepUnlinked', kind: 'group', conversationId: 3 } };
    expect([standingOf(maybe, said, rules), sumOf(one, said, rules).atMost]).toEqual(['group', true]);
    expect(commitChoices(one, said, rules)).toEqual(said);
  });
});
