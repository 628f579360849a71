import { expect, test } from 'vitest';
import { maxPostText, type Post } from '../../../shared/contracts/calendar.ts';
import type { Asset } from '../../../shared/contracts/content.ts';
import { draftChars } from '../../../shared/contracts/settings.ts';
import { draftOf, editsOf, readDrafts, withDraft, withoutDraft } from './drafts.ts';
import { copiedValues, isChanged, newValues, type PostValues, toInput, usualTime, valuesOf, whatIsMissing } from './post-form.ts';

const at = (text: string) => new Date(text).getTime();
const picture: Asset = { id: 3, name: 'a.jpg', mime: 'image/jpeg', bytes: 9, width: 2, height: 2, durationMs: null, hasThumb: false };

test('a new post goes out at eight in the evening, later today at the next full hour', () => {
  expect(usualTime(at('2026-11-26T00:00'), at('2026-11-22T10:00'))).toBe(at('2026-11-26T20:00'));
  expect(usualTime(at('2026-11-22T00:00'), at('2026-11-22T10:00'))).toBe(at('2026-11-22T20:00'));
  expect(usualTime(at('2026-11-22T00:00'), at('2026-11-22T21:10'))).toBe(at('2026-11-22T22:00'));
  expect(usualTime(at('2026-11-22T00:00'), at('2026-11-22T23:30'))).toBe(at('2026-11-22T23:45'));
});

test('what is missing is said before it can be saved', () => {
  const empty = newValues(0, 1);
  expect(whatIsMissing(newValues(0, null))).toContain('微信号');
  expect(whatIsMissing(empty)).toContain('几个字');
  expect(whatIsMissing({ ...empty, assets: [picture] })).toBeNull();
  expect(whatIsMissing({ ...empty, text: '字'.repeat(2000) })).toBeNull();
  expect(whatIsMissing({ ...empty, text: '字'.repeat(2003) })).toBe('超出 3 字，删短一点就能保存');
});

test('edits that say the same are no change', () => {
  const base = { ...newValues(5, 1), text: '早', assets: [picture] };
  expect(isChanged(base, {})).toBe(false);
  expect(isChanged(base, { text: '早', assets: [{ ...picture }] })).toBe(false);
  expect(isChanged(base, { assets: [] })).toBe(true);
  expect(isChanged(base, { scheduledAt: 6 })).toBe(true);
  expect(isChanged(base, { alsoSiblings: true })).toBe(false);
});

test('drafts come back as they were kept, one per post, the newest first', () => {
  const first = withDraft(null, draftOf(null, { text: '新的', assets: [picture], accountId: 1 }, 10));
  const second = withDraft(first, draftOf(7, { text: '改了' }, 20));
  const third = withDraft(second, draftOf(null, { text: '新的，再写一点', assets: [picture] }, 30));
  expect(readDrafts(third).map((draft) => [draft.postId, draft.values.text])).toEqual([
    [null, '新的，再写一点'],
    [7, '改了'],
  ]);
  const [newest] = readDrafts(third);
  expect(newest && editsOf(newest)).toEqual({ text: '新的，再写一点', assets: [picture] });
  expect(readDrafts(withoutDraft(third, null)).map((draft) => draft.postId)).toEqual([7]);
  expect(withoutDraft(withoutDraft(third, null), 7)).toBeNull();
});

test('everything the panel writes comes back with the draft', () => {
  const written = {
    ...newValues(50, 2),
    ...{ title: '秋天的橙', text: '上新', category: 'tips', channel: 'xiaohongshu', contentId: 12, assets: [picture], state: 'planned' },
    audience: { mode: 'only', tagIds: [3], levels: [5, 6], segmentIds: [8] },
    ...{ alsoAccountIds: [1, 4], alsoSiblings: true },
  } satisfies PostValues;
  const [found] = readDrafts(withDraft(null, draftOf(null, written, 10)));
  expect(found && editsOf(found)).toEqual(written);
});

test('drafts never outgrow the setting, and damaged ones count as none', () => {
  let stored: string | null = null;
  for (const postId of [1, 2, 3, 4, 5]) stored = withDraft(stored, draftOf(postId, { text: '"'.repeat(70_000) }, postId));
  expect(stored?.length).toBeLessThanOrEqual(draftChars);
  expect(readDrafts(stored).map((draft) => draft.postId)).toEqual([5, 4]);
  expect(readDrafts('{oops')).toEqual([]);
  expect(readDrafts(`[{"postId":"x"},${stored?.slice(1)}`).map((draft) => draft.postId)).toEqual([5, 4]);
  // too long for a post is no reason to lose it
  const long = draftOf(6, { text: '长'.repeat(maxPostText + 500), title: '题'.repeat(500) }, 6);
  expect(readDrafts(withDraft(stored, long))[0]).toEqual(long);
});

test('what the panel does not show is kept when it saves: title, channel, audience, piece of the library', () => {
  const post: Post = {
    ...{ id: 7, accountId: 2, title: '秋天的橙', text: '上新', category: 'tips', channel: 'xiaohongshu', contentId: 12, state: 'planned' },
    audience: { mode: 'only', tagIds: [3], levels: [5, 6], segmentIds: [] },
    ...{
      siblingKey: null,
      siblings: 0,
      heads: null,
      recurrenceId: null,
      occurrenceOn: null,
      settledAt: null,
      scheduledAt: 9,
      createdAt: 1,
      updatedAt: 1,
    },
    assets: [picture],
  };
  const { title, text, category, channel, contentId, audience, scheduledAt } = post;
  const kept = { alsoAccountIds: [], title, text, category, channel, contentId, audience, accountId: 2, assetIds: [3] };
  expect(toInput({ ...valuesOf(post), accountId: 2 })).toEqual({ ...kept, scheduledAt, state: 'planned' });
  expect(toInput({ ...copiedValues(post, 50), accountId: 2 })).toEqual({ ...kept, scheduledAt: 50, state: 'scheduled' });
});
