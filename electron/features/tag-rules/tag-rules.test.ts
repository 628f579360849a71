import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { SegmentRule, SegmentTest } from '../../../shared/contracts/segments.ts';
import type { DryRun, RanRules, TagRuleInput, TagRuleList, TagRulePreview } from '../../../shared/contracts/tag-rules.ts';
import type { TagBook } from '../../../shared/contracts/tags.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { allOf } from '../../../shared/domain/segment-rule.ts';
import { ContactImport } from '../../../tests/helpers/contact-import.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { tagRulesFor } from './index.ts';

const dayMs = 86_400_000;
let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const friend = async (name: string, region: string | null = null) =>
  (await app.call<Saved>('friends.create', friendNamed(name, { region }))).id;
const move = (id: number, name: string, region: string | null) => app.call('friends.update', { id, values: friendNamed(name, { region }) });
const group = async (name: string) => (await app.call<Saved>('tags.createGroup', { name, color: 'red' })).id;
const tag = async (name: string, groupId: number | null = null) =>
  (await app.call<Saved>('tags.create', { name, groupId, color: null })).id;
const byHand = (way: 'assign' | 'unassign', tagId: number, ...ids: number[]) => {
  app.clock.tick(1000);
  return app.call<Saved>(`tags.${way}`, { selection: { by: 'ids', ids }, tagIds: [tagId] });
};
const inRegion = (text: string): SegmentTest => ({ field: 'region', text });
const ruleOf = (name: string, rule: SegmentRule, tagIds: number[], more: Partial<TagRuleInput> = {}): TagRuleInput => ({
  ...{ name, rule, tagIds, ends: 'while', days: null, forEveryone: false },
  ...more,
});
const save = (...input: Parameters<typeof ruleOf>) => app.call<Saved>('tagRules.create', ruleOf(...input));
const run = () => {
  app.clock.tick(1000);
  return app.call<RanRules>('tagRules.run');
};
const list = () => app.call<TagRuleList>('tagRules.list');
const undo = async () => app.call('undo.undo', { id: (await app.call<UndoState>('undo.state')).undo!.id });
/** names of who carries a tag */
const carriers = (tagId: number) =>
  app.ctx.db.raw
    .prepare('SELECT remark FROM friend_tags JOIN friends ON friends.id = friend_id WHERE tag_id = ? ORDER BY friend_id')
    .pluck()
    .all(tagId);
const told = async (friendId: number) =>
  (await app.call<TimelineItem[]>('friends.timeline', { friendId, limit: 50 })).filter(({ kind }) => kind.startsWith('tag'));

it('gives tags to who meets the condition and takes them off when it ends; each is told in the timeline; again changes nothing', async () => {
  const [li, wang] = [await friend('李姐', '浙江 宁波'), await friend('王姐')];
  const tagId = await tag('宁波人');
  const { id } = await save('住在宁波', allOf(inRegion('宁波')), [tagId]);
  const preview = await app.call<TagRulePreview>('tagRules.preview', { id, values: ruleOf('住在宁波', allOf(inRegion('宁波')), [tagId]) });
  expect(preview).toMatchObject({ trouble: null, members: 1, of: 2, outcome: { gets: { count: 1, rows: [{ id: li, name: '李姐' }] } } });
  expect(await app.call<DryRun>('tagRules.dryRun')).toMatchObject({ added: 1, removed: 0, rules: [{ ruleId: id }] });
  expect(carriers(tagId)).toEqual([]);
  expect(await run()).toMatchObject({ added: 1, removed: 0 });
  expect(carriers(tagId)).toEqual(['李姐']);
  expect(await told(li)).toMatchObject([{ kind: 'tagAdded', details: { rule: '住在宁波', tag: '宁波人' } }]);
  expect(await run()).toEqual({ added: 0, removed: 0, undoId: null });
  expect((await list()).rules).toMatchObject([{ id, members: 1, carrying: 1, last: { added: 1, removed: 0 }, trouble: null }]);
  await move(li, '李姐', '江苏 苏州');
  await move(wang, '王姐', '宁波');
  expect(await run()).toMatchObject({ added: 1, removed: 1 });
  expect(carriers(tagId)).toEqual(['王姐']);
  expect((await told(li)).map(({ kind }) => kind)).toEqual(['tagRemoved', 'tagAdded']);
  await undo();
  expect([carriers(tagId), (await told(li)).length]).toEqual([['李姐'], 1]);
  // what was taken back stays so
  expect(await run()).toMatchObject({ added: 0, removed: 0 });
  expect(carriers(tagId)).toEqual(['李姐']);
});

it('never takes off what she put on by hand, and does not give again what she took off, until the condition has ended once', async () => {
  const [li, wang] = [await friend('李姐', '宁波'), await friend('王姐', '宁波')];
  const tagId = await tag('宁波人');
  await byHand('assign', tagId, li);
  await save('住在宁波', allOf(inRegion('宁波')), [tagId]);
  expect(await run()).toMatchObject({ added: 1 });
  await move(li, '李姐', null);
  expect(await run()).toMatchObject({ removed: 0 });
  expect(carriers(tagId)).toEqual(['李姐', '王姐']);
  await byHand('unassign', tagId, wang);
  expect(await run()).toMatchObject({ added: 0 });
  await move(wang, '王姐', null);
  await run();
  await move(wang, '王姐', '宁波');
  expect(await run()).toMatchObject({ added: 1 });
  expect(carriers(tagId)).toEqual(['李姐', '王姐']);
});

it('takes a tag off after so many days, and puts it on anew when the condition begins again', async () => {
  const li = await friend('李姐', '宁波');
  const tagId = await tag('刚搬来');
  await save('刚搬来', allOf(inRegion('宁波')), [tagId], { ends: 'days', days: 7 });
  await run();
  app.clock.tick(6 * dayMs);
  expect(await run()).toMatchObject({ removed: 0 });
  app.clock.tick(dayMs);
  expect(await run()).toMatchObject({ removed: 1 });
  expect(await run()).toMatchObject({ added: 0 });
  await move(li, '李姐', null);
  await run();
  await move(li, '李姐', '宁波');
  expect(await run()).toMatchObject({ added: 1 });
  expect(carriers(tagId)).toEqual(['李姐']);
});

describe('of a group of which a friend has only one', () => {
  it('the earlier rule has its tag, the later one again when that ends; what she put on by hand beats both', async () => {
    const li = await friend('李姐', '浙江 宁波');
    const stage = await group('阶段');
    const [a, b, c] = [await tag('甲', stage), await tag('乙', stage), await tag('丙', stage)];
    await app.call('tagRules.setExclusive', { groupId: stage, on: true });
    const first = await save('宁波', allOf(inRegion('宁波')), [a]);
    const second = await save('浙江', allOf(inRegion('浙江')), [b]);
    expect(await app.call<DryRun>('tagRules.dryRun')).toMatchObject({
      rules: [
        { ruleId: first.id, gets: { count: 1 } },
        { ruleId: second.id, gets: { count: 0 }, yields: 1 },
      ],
    });
    const held = () => [a, b, c].map((id) => carriers(id).length);
    await run();
    expect(held()).toEqual([1, 0, 0]);
    await app.call('tagRules.order', { ids: [second.id] });
    await run();
    expect(held()).toEqual([0, 1, 0]);
    await app.call('tagRules.order', { ids: [first.id] });
    await run();
    await move(li, '李姐', '浙江 杭州');
    await run();
    expect(held()).toEqual([0, 1, 0]);
    await byHand('assign', c, li);
    await run();
    expect(held()).toEqual([0, 0, 1]);
    expect(await app.call<DryRun>('tagRules.dryRun')).toMatchObject({ rules: [{ ruleId: second.id, handHolds: 1 }] });
    await byHand('unassign', c, li);
    await run();
    expect(held()).toEqual([0, 1, 0]);
  });
});

describe('a rule that cannot be', () => {
  const unfit = (details: Record<string, unknown>) => ({ kind: 'tagRuleUnfit', details });
  const held = async () => (await list()).rules.map(({ trouble }) => trouble?.why ?? null);

  it('is refused: its own tag in its condition, another rule’s, two tags of a group, everybody', async () => {
    const stage = await group('阶段');
    const [a, b] = [await tag('甲', stage), await tag('乙', stage)];
    const asks = (tagId: number) => allOf({ field: 'tags', mode: 'none', tagIds: [tagId] });
    await expect(save('自己', asks(a), [a])).rejects.toMatchObject(unfit({ why: 'feedback', tag: '甲', by: '自己' }));
    await save('甲的', allOf(inRegion('宁波')), [a]);
    await expect(save('看甲', asks(a), [b])).rejects.toMatchObject(unfit({ why: 'feedback', tag: '甲', by: '甲的' }));
    const { id: segmentId } = await app.call<Saved>('segments.create', { name: '没有甲', note: '', rule: asks(a) });
    await expect(save('绕着看', allOf({ field: 'segment', segmentIds: [segmentId] }), [b])).rejects.toMatchObject(
      unfit({ why: 'feedback' }),
    );
    await app.call('tagRules.setExclusive', { groupId: stage, on: true });
    await expect(save('两个', allOf(inRegion('宁波')), [a, b])).rejects.toMatchObject(unfit({ why: 'twoOfGroup', group: '阶段' }));
    for (let n = 0; n < 10; n++) await friend(`好友${n}`);
    const all = allOf({ field: 'status', values: ['normal'] });
    const c = await tag('所有人');
    await expect(save('所有人', all, [c])).rejects.toMatchObject(unfit({ why: 'everyone', count: 10 }));
    await save('真的所有人', all, [c], { forEveryone: true });
    expect(await run()).toMatchObject({ added: 10 });
  });

  it('stops with its reason when that comes later, and what it gave stays', async () => {
    const [li] = [await friend('李姐', '宁波')];
    const [a, b] = [await tag('甲'), await tag('乙')];
    const { id: segmentId } = await app.call<Saved>('segments.create', { name: '宁波的', note: '', rule: allOf(inRegion('宁波')) });
    const { id } = await save('宁波', allOf({ field: 'segment', segmentIds: [segmentId] }), [a]);
    await run();
    await app.call('segments.delete', { id: segmentId });
    expect(await held()).toEqual(['conditionGone']);
    expect([await run(), carriers(a)]).toMatchObject([{ added: 0, removed: 0 }, ['李姐']]);
    await undo();
    expect(await held()).toEqual([null]);
    await app.call('tags.delete', { ids: [a] });
    expect([await held(), await run()]).toMatchObject([['tagGone'], { added: 0 }]);
    await undo();
    // a segment that by now asks for what a rule gives
    const values = { name: '宁波的', note: '', rule: allOf({ field: 'tags', mode: 'any', tagIds: [b] }) };
    await app.call('segments.update', { id: segmentId, values });
    const other = await app.call<Saved>('tagRules.create', ruleOf('乙的', allOf(inRegion('宁')), [b])).catch((error: unknown) => error);
    expect(other).toMatchObject(unfit({ why: 'feedback', other: true, by: '宁波' }));
    await app.call('tagRules.setOn', { id, on: false });
    await save('乙的', allOf(inRegion('宁')), [b]);
    expect(await run()).toMatchObject({ added: 1, removed: 0 });
    await expect(app.call('tagRules.setOn', { id, on: true })).rejects.toMatchObject(unfit({ why: 'feedback', by: '乙的' }));
    expect(carriers(a)).toEqual(['李姐']);
    expect(li).toBeGreaterThan(0);
  });

  it('names the tag that its own was merged into', async () => {
    const li = await friend('李姐', '宁波');
    const [a, b] = [await tag('甲'), await tag('乙')];
    await save('宁波', allOf(inRegion('宁波')), [a]);
    await app.call('tags.merge', { fromIds: [a], intoId: b });
    expect((await list()).rules).toMatchObject([{ tagIds: [b], trouble: null }]);
    await run();
    expect(carriers(b)).toEqual(['李姐']);
    await undo();
    await undo();
    expect((await list()).rules).toMatchObject([{ tagIds: [a] }]);
    expect(li).toBeGreaterThan(0);
  });
});

it('runs behind an import, which can be taken back whole all the same; and comes back with it', async () => {
  const { tags } = await app.call<TagBook>('tags.book');
  expect(tags).toEqual([]);
  const tagId = await tag('宁波人');
  await save('住在宁波', allOf(inRegion('宁波')), [tagId]);
  const file = '昵称,微信ID,地区\n李姐,wxid_li,浙江 宁波\n王姐,wxid_wang,江苏\n';
  await (await ContactImport.open(app, file)).commit();
  app.clock.tick(1000);
  await tagRulesFor(app.ctx).now();
  expect(app.ctx.db.raw.prepare('SELECT count(*) FROM friend_tags WHERE tag_id = ?').pluck().get(tagId)).toBe(1);
  const [batch] = await app.call<{ id: number }[]>('imports.batches');
  expect(await app.call('imports.batchUndoPreview', { batchId: batch!.id })).toMatchObject({ friendsRemoved: 2, workedOn: 0 });
  await app.call('imports.undo', { batchId: batch!.id });
  expect(app.ctx.db.raw.prepare('SELECT count(*) FROM friends').pluck().get()).toBe(0);
  await undo();
  const back = app.ctx.db.raw.prepare('SELECT count(*) FROM friend_tags WHERE tag_id = ?').pluck().get(tagId);
  expect([app.ctx.db.raw.prepare('SELECT count(*) FROM friends').pluck().get(), back]).toEqual([2, 1]);
  expect((await list()).rules).toMatchObject([{ carrying: 1 }]);
});

it('what a rule gave goes along with a merge, with erasing, and not into a second run', async () => {
  const [li, double] = [await friend('李姐'), await friend('小李', '宁波')];
  const tagId = await tag('宁波人');
  await save('住在宁波', allOf(inRegion('宁波')), [tagId]);
  await run();
  await app.call('friends.merge', { keepId: li, otherId: double, fields: {} });
  expect((await list()).rules).toMatchObject([{ carrying: 1 }]);
  await move(li, '李姐', null);
  expect(await run()).toMatchObject({ removed: 1 });
  await undo();
  await app.call('erasure.erase', { friendId: li, name: '李姐', booksBeside: false });
  expect(app.ctx.db.raw.prepare('SELECT count(*) FROM tag_rule_given WHERE friend_id = ?').pluck().get(li)).toBe(0);
});
