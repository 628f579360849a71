import { expect, it } from 'vitest';
import type { SopStep } from './follow-up.ts';
import { sopKeys } from './follow-up.ts';
import { mostOwnSops, type SopDraft, sopFault, sopFaultSentence } from './sop-faults.ts';
import { firstSops } from './sop-starters.ts';

const step = (more: Partial<SopStep> = {}): SopStep => ({
  key: 'a',
  days: 0,
  title: '问问',
  words: '',
  kind: 'service',
  minutes: 1,
  ...more,
});
const draft = (more: Partial<SopDraft> = {}): SopDraft => ({
  ...{ name: '空瓶', trigger: 'signed', isOn: true, stops: [], tags: [], steps: [step()] },
  ...more,
});
const why = (more: Partial<SopDraft>, others: string[] = []) => sopFault(draft(more), others)?.why ?? null;

it('takes what can be done, as the templates of the first day', () => {
  expect(why({})).toBeNull();
  for (const trigger of sopKeys) expect(sopFault({ ...firstSops[trigger], name: null, trigger }, []), trigger).toBeNull();
});

it('refuses what nobody could do or tell apart, and says in which step and what to do', () => {
  expect(why({ name: '  ' })).toBe('noName');
  expect(why({ name: ' 旧的 ' }, ['旧的'])).toBe('nameTaken');
  expect(why({ name: '签收以后' })).toBe('nameTaken');
  expect(
    why(
      {},
      Array.from({ length: mostOwnSops }, (_, n) => `第${n}`),
    ),
  ).toBe('tooMany');
  expect(why({ steps: [step({ title: ' ' })] })).toBe('noTitle');
  expect(why({ steps: [step({ words: '{称呼' })] })).toBe('words');
  expect(why({ steps: [step({ days: -1 })] })).toBe('early');
  for (const trigger of ['birthday', 'repurchase', 'silent'] as const) expect(why({ trigger, steps: [step({ days: -1 })] })).toBeNull();
  expect(why({ steps: [step(), step({ key: 'b' })] })).toBe('sameDay');
  expect([why({ trigger: 'tagged' }), why({ trigger: 'tagged', isOn: false }), why({ trigger: 'tagged', tags: ['想买'] })]).toEqual([
    'noTags',
    null,
    null,
  ]);
  expect(sopFaultSentence(sopFault(draft({ steps: [step(), step({ key: 'b', days: 1, title: '' })] }), [])!)).toBe(
    '第 2 步：还没写做什么。',
  );
});
