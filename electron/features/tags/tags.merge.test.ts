import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Post } from '../../../shared/contracts/calendar.ts';
import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type { Recurrence } from '../../../shared/contracts/recurrences.ts';
import { type Audience, everybody, type Segment, type SegmentRule } from '../../../shared/contracts/segments.ts';
import { digest } from '../../../tests/helpers/digest.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const tag = async (name: string) => (await app.call<Saved>('tags.create', { name, groupId: null, color: null })).id;
const audience = (tagIds: number[]): Audience => ({ ...everybody, mode: 'only', tagIds });
const hour = 3_600_000;
const post = (tagIds: number[]) => ({
  ...{ accountId: 1, title: '', text: '早', category: 'life', channel: 'moments', contentId: null, assetIds: [], state: 'scheduled' },
  audience: audience(tagIds),
});
const segments = () => app.call<Segment[]>('segments.list');
const queueSource = () =>
  JSON.parse(app.ctx.db.pluck('SELECT audience FROM send_queues ORDER BY id DESC LIMIT 1').get() as string) as object;

it('whatever names a merged tag names the one it went into, whole and in the same step', async () => {
  const [into, from, also, other] = [await tag('老客'), await tag('复购'), await tag('回头客'), await tag('宝妈')];
  const { id: friendId } = await app.call<Saved>('friends.create', friendNamed('王姐'));
  await app.call('tags.assign', { selection: { by: 'ids', ids: [friendId] }, tagIds: [from] });
  const tags = (mode: 'any' | 'all' | 'none', tagIds: number[]) => ({
    not: mode === 'all',
    test: { field: 'tags' as const, mode, tagIds },
  });
  const rule: SegmentRule = {
    archived: 'no',
    root: {
      not: false,
      all: true,
      items: [tags('any', [from, other]), { not: true, all: false, items: [tags('all', [into, also, from])] }],
    },
  };
  await app.call('segments.create', { name: '回头的', note: '', rule });
  const { id: untouched } = await app.call<Saved>('segments.create', {
    name: '宝妈',
    note: '',
    rule: { ...rule, root: { ...rule.root, items: [tags('none', [other])] } },
  });
  const { id: postId } = await app.call<Saved>('posts.create', { ...post([from, also]), scheduledAt: app.clock.at + hour });
  const weekly = { kind: 'weekly', weekdays: [1], minute: 600 };
  await app.call('recurrences.create', {
    rule: weekly,
    fromOn: '2026-11-22',
    untilOn: null,
    post: { ...post([also]), alsoAccountIds: [] },
  });
  const draft = { name: '丑橘', contentId: null, text: '到了', kind: 'ordinary', assetIds: [], keepMissing: false };
  await app.call('sending.create', { ...draft, source: { by: 'audience', audience: audience([from]), accountIds: [1] } });
  const before = digest(app.ctx.db);

  const report = await app.call<ChangeReport>('tags.merge', { fromIds: [from, also], intoId: into });
  const merged = (await segments()).find(({ name }) => name === '回头的')!;
  expect(merged).toMatchObject({
    broken: [],
    rule: { root: { items: [tags('any', [into, other]), { not: true, items: [tags('all', [into])] }] } },
  });
  expect((await segments()).find(({ id }) => id === untouched)).toMatchObject({ rule: { root: { items: [tags('none', [other])] } } });
  expect((await app.call<Post>('posts.get', { id: postId })).audience).toEqual(audience([into]));
  expect((await app.call<Recurrence[]>('recurrences.list')).map((series) => series.post.audience)).toEqual([audience([into])]);
  expect(queueSource()).toEqual({ by: 'audience', audience: audience([into]), accountIds: [1] });
  await app.call('posts.settle', { id: postId, state: 'posted', at: app.clock.at });
  expect(app.ctx.db.pluck('SELECT heads FROM post_audiences WHERE post_id = ?').get(postId)).toBe(1);
  await app.call('posts.settle', { id: postId, state: 'scheduled', at: app.clock.at });

  await app.call('undo.undo', { id: report.undoId });
  expect(digest(app.ctx.db)).toEqual(before);
  expect((await segments()).flatMap(({ broken }) => broken)).toEqual([]);
  await app.call('undo.redo', { id: report.undoId });
  expect(queueSource()).toMatchObject({ audience: audience([into]) });
});

it('a list made of friends picked by hand stays as it is', async () => {
  const [into, from] = [await tag('老客'), await tag('复购')];
  const { id: friendId } = await app.call<Saved>('friends.create', friendNamed('王姐'));
  const draft = { name: '丑橘', contentId: null, text: '到了', kind: 'ordinary', assetIds: [], keepMissing: false };
  await app.call('sending.create', { ...draft, source: { by: 'selection', selection: { by: 'ids', ids: [friendId] } } });
  await app.call('tags.merge', { fromIds: [from], intoId: into });
  expect(queueSource()).toEqual({ by: 'selection', count: 1 });
});
