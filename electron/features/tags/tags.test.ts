import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type { TagBook } from '../../../shared/contracts/tags.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { assignPairs, ensureTags } from './index.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const byIds = (...ids: number[]) => ({ by: 'ids', ids });
const book = () => app.call<TagBook>('tags.book');
const create = async (name: string, groupId: number | null = null, color: string | null = null) =>
  (await app.call<Saved>('tags.create', { name, groupId, color })).id;
const friend = async (name: string) => (await app.call<Saved>('friends.create', friendNamed(name))).id;
const friends = async (count: number) => {
  const ids: number[] = [];
  for (let i = 0; i < count; i++) ids.push(await friend(`好友${i}`));
  return ids;
};
/** every assignment, as rows */
const assigned = () => app.ctx.db.arrays('SELECT tag_id, friend_id, added_at FROM friend_tags ORDER BY 1, 2').all();
const topicsOfLast = () => {
  const last = app.events.at(-1);
  return last?.type === 'changed' ? last.topics : null;
};
const undo = (report: { undoId: number | null }) => app.call<{ kept: number }>('undo.undo', { id: report.undoId });
const redo = (report: { undoId: number | null }) => app.call<{ kept: number }>('undo.redo', { id: report.undoId });

describe('the tag book', () => {
  it('orders by group, then by pinyin, ungrouped last; colours come from the tag, the group, or grey', async () => {
    const later = await app.call<Saved>('tags.createGroup', { name: '消费', color: 'green' });
    const second = await app.call<Saved>('tags.createGroup', { name: '爱好', color: 'blue' });
    await create('复购', later.id);
    await create('爱美', later.id, 'pink');
    await create('养猫', second.id);
    await create('随手记');
    const { groups, tags } = await book();
    expect(groups.map((group) => group.name)).toEqual(['消费', '爱好']);
    expect(tags.map((tag) => [tag.name, tag.color])).toEqual([
      ['爱美', 'pink'],
      ['复购', 'green'],
      ['养猫', 'blue'],
      ['随手记', 'grey'],
    ]);
  });

  it('counts friends without archived ones', async () => {
    const tag = await create('复购');
    const ids = await friends(3);
    await app.call('tags.assign', { selection: byIds(...ids), tagIds: [tag] });
    await app.call('friends.setArchived', { selection: byIds(ids[0]!), archived: true });
    expect((await book()).tags).toMatchObject([{ id: tag, friendCount: 2, origin: 'manual' }]);
  });
});

describe('groups and tags', () => {
  it('are made, changed, undone and done again', async () => {
    const group = await app.call<Saved>('tags.createGroup', { name: '消费', color: 'green' });
    const update = await app.call<Saved>('tags.updateGroup', { id: group.id, values: { name: '消费力', color: 'teal' } });
    expect(topicsOfLast()).toEqual(['tags', 'undo']);
    await undo(update);
    expect((await book()).groups).toEqual([{ id: group.id, name: '消费', color: 'green' }]);
    await undo(group);
    expect((await book()).groups).toEqual([]);
    await redo(group);
    await redo(update);
    expect((await book()).groups).toEqual([{ id: group.id, name: '消费力', color: 'teal' }]);
    const tag = await app.call<Saved>('tags.create', { name: '复购', groupId: group.id, color: null });
    const moved = await app.call<Saved>('tags.update', { id: tag.id, values: { name: '老客', groupId: null, color: 'red' } });
    expect((await book()).tags).toMatchObject([{ name: '老客', groupId: null, color: 'red' }]);
    await undo(moved);
    expect((await book()).tags).toMatchObject([{ name: '复购', groupId: group.id, color: 'teal' }]);
  });

  it('leave nothing to undo when nothing changes', async () => {
    const group = await app.call<Saved>('tags.createGroup', { name: '消费', color: 'green' });
    expect(await app.call('tags.updateGroup', { id: group.id, values: { name: '消费', color: 'green' } })).toMatchObject({ undoId: null });
    const tag = await create('复购', group.id);
    expect(await app.call('tags.update', { id: tag, values: { name: '复购', groupId: group.id, color: null } })).toMatchObject({
      undoId: null,
    });
  });

  it('refuse taken names and things that are not there', async () => {
    const group = await app.call<Saved>('tags.createGroup', { name: '消费', color: 'green' });
    const tag = await create('复购');
    const other = await create('新客');
    const taken = { kind: 'nameTaken', details: { name: '复购' } };
    await expect(app.call('tags.createGroup', { name: '消费', color: 'red' })).rejects.toMatchObject({ kind: 'nameTaken' });
    await expect(app.call('tags.create', { name: '复购', groupId: group.id, color: null })).rejects.toMatchObject(taken);
    await expect(app.call('tags.update', { id: other, values: { name: '复购', groupId: null, color: null } })).rejects.toMatchObject(taken);
    const gone = { kind: 'notFound', details: { what: 'tagGroup' } };
    await expect(app.call('tags.create', { name: '孤儿', groupId: 99, color: null })).rejects.toMatchObject(gone);
    await expect(app.call('tags.update', { id: tag, values: { name: '复购', groupId: 99, color: null } })).rejects.toMatchObject(gone);
    await expect(app.call('tags.deleteGroup', { id: 99 })).rejects.toMatchObject(gone);
    await expect(app.call('tags.update', { id: 99, values: { name: '谁', groupId: null, color: null } })).rejects.toMatchObject({
      kind: 'notFound',
      details: { what: 'tag' },
    });
    await expect(app.call('tags.create', { name: ' ', groupId: null, color: null })).rejects.toMatchObject({ kind: 'invalidInput' });
  });

  it('move to a group together: one action, their own colours stay, undo puts each where it was', async () => {
    const from = await app.call<Saved>('tags.createGroup', { name: '消费', color: 'green' });
    const to = await app.call<Saved>('tags.createGroup', { name: '爱好', color: 'blue' });
    const ids = [await create('复购', from.id, 'red'), await create('养猫'), await create('爱美', to.id)];
    const where = async () => (await book()).tags.map(({ name, groupId, color }) => [name, groupId, color]);
    const before = await where();
    const report = await app.call<ChangeReport>('tags.move', { ids: [...ids, 99], groupId: to.id });
    expect(report).toMatchObject({ changed: 2, unchanged: 2 });
    expect(topicsOfLast()).toEqual(['tags', 'undo']);
    expect(await where()).toEqual([
      ['爱美', to.id, 'blue'],
      ['复购', to.id, 'red'],
      ['养猫', to.id, 'blue'],
    ]);
    expect(await app.call('undo.state')).toMatchObject({
      undo: { kind: 'tags.move', details: { group: '爱好', names: ['复购', '养猫'], count: 2 } },
    });
    await undo(report);
    expect(await where()).toEqual(before);
    await redo(report);
    expect((await book()).tags.every((tag) => tag.groupId === to.id)).toBe(true);
    expect(await app.call('tags.move', { ids, groupId: to.id })).toEqual({ changed: 0, unchanged: 3, undoId: null });
    expect(await app.call('tags.move', { ids: [ids[0]], groupId: null })).toMatchObject({ changed: 1 });
    await expect(app.call('tags.move', { ids, groupId: 99 })).rejects.toMatchObject({ kind: 'notFound', details: { what: 'tagGroup' } });
  });

  it('a deleted group leaves its tags ungrouped; undo puts them back', async () => {
    const group = await app.call<Saved>('tags.createGroup', { name: '消费', color: 'green' });
    await create('复购', group.id);
    const report = await app.call<Saved>('tags.deleteGroup', { id: group.id });
    expect(await book()).toMatchObject({ groups: [], tags: [{ name: '复购', groupId: null, color: 'grey' }] });
    await undo(report);
    expect(await book()).toMatchObject({ groups: [{ id: group.id }], tags: [{ groupId: group.id, color: 'green' }] });
    await redo(report);
    expect(await book()).toMatchObject({ groups: [], tags: [{ groupId: null }] });
    expect((await app.call<{ redo: unknown; undo: { details: unknown } }>('undo.state')).undo.details).toEqual({ name: '消费', tags: 1 });
  });
});

describe('deleting and merging', () => {
  it('takes tags off everybody; undo brings every assignment back with its time', async () => {
    const [one, two, three] = [await create('甲'), await create('乙'), await create('丙')];
    const ids = await friends(4);
    await app.call('tags.assign', { selection: byIds(...ids), tagIds: [one, three] });
    app.clock.tick(60_000);
    await app.call('tags.assign', { selection: byIds(ids[0]!), tagIds: [two] });
    const before = assigned();
    const report = await app.call<ChangeReport>('tags.delete', { ids: [one, two, 99] });
    expect(report).toMatchObject({ changed: 2, unchanged: 1 });
    expect(topicsOfLast()).toEqual(['tags', 'friends', 'undo']);
    expect((await book()).tags.map((tag) => tag.id)).toEqual([three]);
    expect(await app.call('friends.count', { selection: { by: 'filter', filter: { tags: { any: [one] } }, except: [] } })).toBe(0);
    await undo(report);
    expect(assigned()).toEqual(before);
    expect((await book()).tags.find((tag) => tag.id === one)?.friendCount).toBe(4);
    await redo(report);
    expect(assigned()).toHaveLength(4);
    await undo(report);
    expect(assigned()).toEqual(before);
    expect(await app.call('tags.delete', { ids: [98] })).toEqual({ changed: 0, unchanged: 1, undoId: null });
  });

  it('does not overwrite a newer tag of the same name on undo', async () => {
    const old = await create('复购');
    const [id] = await friends(1);
    await app.call('tags.assign', { selection: byIds(id!), tagIds: [old] });
    const report = await app.call<ChangeReport>('tags.delete', { ids: [old] });
    const fresh = await create('复购');
    expect((await undo(report)).kept).toBeGreaterThan(0);
    expect((await book()).tags).toMatchObject([{ id: fresh, friendCount: 0 }]);
  });

  it('merges: everybody gets the target, the others go; undo is exact', async () => {
    const [into, from, also] = [await create('老客'), await create('复购'), await create('回头客')];
    const ids = await friends(4);
    await app.call('tags.assign', { selection: byIds(ids[0]!, ids[1]!), tagIds: [into] });
    app.clock.tick(1000);
    await app.call('tags.assign', { selection: byIds(ids[1]!, ids[2]!), tagIds: [from] });
    await app.call('tags.assign', { selection: byIds(ids[2]!, ids[3]!), tagIds: [also] });
    const before = assigned();
    app.clock.tick(1000);
    const report = await app.call<ChangeReport>('tags.merge', { fromIds: [from, also, into], intoId: into });
    expect(report).toMatchObject({ changed: 2, unchanged: 1 });
    expect((await book()).tags).toMatchObject([{ id: into, friendCount: 4 }]);
    expect((await app.call<{ undo: { details: unknown } }>('undo.state')).undo.details).toEqual({
      into: '老客',
      names: ['复购', '回头客'],
      count: 2,
      friends: 3,
    });
    await undo(report);
    expect(assigned()).toEqual(before);
    expect((await book()).tags).toHaveLength(3);
    await redo(report);
    expect((await book()).tags).toMatchObject([{ id: into, friendCount: 4 }]);
  });

  it('merging into itself or into nothing is refused and changes nothing', async () => {
    const tag = await create('老客');
    await expect(app.call('tags.merge', { fromIds: [tag], intoId: tag })).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(app.call('tags.merge', { fromIds: [tag], intoId: 99 })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(app.call('tags.merge', { fromIds: [99], intoId: tag })).rejects.toMatchObject({ kind: 'notFound' });
    expect((await book()).tags).toHaveLength(1);
  });

  it('merges those that are still there when one of several is gone', async () => {
    const [into, from] = [await create('老客'), await create('复购')];
    const ids = await friends(2);
    await app.call('tags.assign', { selection: byIds(...ids), tagIds: [from] });
    expect(await app.call('tags.merge', { fromIds: [99, from], intoId: into })).toMatchObject({ changed: 2, unchanged: 0 });
    expect((await book()).tags).toMatchObject([{ id: into, friendCount: 2 }]);
  });

  it('merges a tag nobody carries', async () => {
    const [into, from] = [await create('老客'), await create('复购')];
    expect(await app.call('tags.merge', { fromIds: [from], intoId: into })).toMatchObject({ changed: 0, unchanged: 0 });
    expect((await book()).tags).toHaveLength(1);
  });
});

describe('assigning', () => {
  it('adds what is missing, counts friends, and undoes exactly that', async () => {
    const [one, two] = [await create('甲'), await create('乙')];
    const ids = await friends(5);
    await app.call('tags.assign', { selection: byIds(ids[0]!, ids[1]!), tagIds: [one] });
    await app.call('tags.assign', { selection: byIds(ids[1]!), tagIds: [two] });
    const before = assigned();
    app.clock.tick(1000);
    const report = await app.call<ChangeReport>('tags.assign', { selection: byIds(...ids), tagIds: [one, two, one] });
    expect(report).toMatchObject({ changed: 4, unchanged: 1 });
    expect(topicsOfLast()).toEqual(['tags', 'friends', 'undo']);
    expect((await book()).tags.map((tag) => tag.friendCount)).toEqual([5, 5]);
    const after = assigned();
    await undo(report);
    expect(assigned()).toEqual(before);
    expect((await book()).tags.map((tag) => [tag.id, tag.friendCount]).sort()).toEqual([
      [one, 2],
      [two, 1],
    ]);
    await redo(report);
    expect(assigned()).toEqual(after);
    expect(await app.call('tags.assign', { selection: byIds(...ids), tagIds: [one, two] })).toEqual({
      changed: 0,
      unchanged: 5,
      undoId: null,
    });
  });

  it('works on a filter with exceptions', async () => {
    const [marked, tag] = [await create('标记'), await create('甲')];
    const ids = await friends(4);
    await app.call('tags.assign', { selection: byIds(ids[0]!, ids[1]!, ids[2]!), tagIds: [marked] });
    const selection = { by: 'filter', filter: { tags: { all: [marked] } }, except: [ids[1]] };
    expect(await app.call('tags.assign', { selection, tagIds: [tag] })).toMatchObject({ changed: 2, unchanged: 0 });
    expect(await app.call('tags.coverage', { selection: byIds(...ids) })).toEqual({ selected: 4, counts: { [marked]: 3, [tag]: 2 } });
  });

  it('passes over friends and tags that are gone, and refuses empty selections and tags of which none is there', async () => {
    const tag = await create('甲');
    const ids = await friends(2);
    expect(await app.call('tags.assign', { selection: byIds(...ids, 4_000), tagIds: [tag] })).toMatchObject({ changed: 2, unchanged: 1 });
    await expect(app.call('tags.assign', { selection: byIds(), tagIds: [tag] })).rejects.toMatchObject({ kind: 'nothingSelected' });
    await expect(app.call('tags.unassign', { selection: byIds(), tagIds: [tag] })).rejects.toMatchObject({ kind: 'nothingSelected' });
    const two = await create('乙');
    expect(await app.call('tags.assign', { selection: byIds(...ids), tagIds: [two, 99] })).toMatchObject({ changed: 2, unchanged: 0 });
    expect(await app.call('tags.unassign', { selection: byIds(...ids), tagIds: [99, two] })).toMatchObject({ changed: 2, unchanged: 0 });
    await expect(app.call('tags.assign', { selection: byIds(...ids), tagIds: [98, 99] })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(app.call('tags.assign', { selection: byIds(...ids), tagIds: [] })).rejects.toMatchObject({ kind: 'invalidInput' });
    expect(assigned()).toHaveLength(2);
  });

  it('leaves alone what was taken off by hand since, and says so', async () => {
    const tag = await create('甲');
    const ids = await friends(3);
    const report = await app.call<ChangeReport>('tags.assign', { selection: byIds(...ids), tagIds: [tag] });
    await app.call('tags.unassign', { selection: byIds(ids[0]!), tagIds: [tag] });
    expect(await undo(report)).toMatchObject({ kept: 1 });
    expect(assigned()).toEqual([]);
  });

  it('taking off keeps a line on each timeline; undo takes the line away and restores the time', async () => {
    const [one, two] = [await create('甲'), await create('乙')];
    const ids = await friends(3);
    await app.call('tags.assign', { selection: byIds(ids[0]!, ids[1]!), tagIds: [one] });
    app.clock.tick(1000);
    await app.call('tags.assign', { selection: byIds(ids[1]!), tagIds: [two] });
    const before = assigned();
    app.clock.tick(1000);
    const report = await app.call<ChangeReport>('tags.unassign', { selection: byIds(...ids), tagIds: [one, two] });
    expect(report).toMatchObject({ changed: 2, unchanged: 1 });
    expect(assigned()).toEqual([]);
    const removals = async (friendId: number) =>
      (await app.call<{ kind: string; details: unknown }[]>('friends.timeline', { friendId, limit: 50 }))
        .filter((item) => item.kind === 'tagRemoved')
        .map((item) => item.details);
    expect(await removals(ids[1]!)).toEqual(expect.arrayContaining([{ tag: '甲' }, { tag: '乙' }]));
    expect(await removals(ids[2]!)).toEqual([]);
    await undo(report);
    expect(assigned()).toEqual(before);
    expect(await removals(ids[1]!)).toEqual([]);
    await redo(report);
    expect(assigned()).toEqual([]);
    expect(await removals(ids[0]!)).toEqual([{ tag: '甲' }]);
    expect(await app.call('tags.unassign', { selection: byIds(...ids), tagIds: [one] })).toEqual({
      changed: 0,
      unchanged: 3,
      undoId: null,
    });
  });

  it('goes through the worker for many friends, and the index hears of it', async () => {
    const tag = await create('甲');
    const insert = app.ctx.db.sql(
      "INSERT INTO friends (account_id, nickname, remark, search_text, sort_name, trust_since_at, created_at, updated_at) VALUES (1, '', ?, ?, ?, 0, 0, 0)",
    );
    app.ctx.db.raw.transaction(() => {
      for (let i = 0; i < 3000; i++) insert.run(`好友${i}`, `好友${i}`, `好友${i}`);
    })();
    app.ctx.announce({ topics: ['friends'] });
    const selection = { by: 'filter', filter: {}, except: [] };
    const report = await app.call<ChangeReport>('tags.assign', { selection, tagIds: [tag] });
    expect(report).toMatchObject({ changed: 3000, unchanged: 0 });
    expect((await book()).tags).toMatchObject([{ friendCount: 3000 }]);
    await undo(report);
    expect((await book()).tags).toMatchObject([{ friendCount: 0 }]);
    expect(assigned()).toEqual([]);
  });
});

describe('for imports', () => {
  it('ensureTags makes what is missing once, with its groups; undo takes exactly that back', async () => {
    const group = await app.call<Saved>('tags.createGroup', { name: '消费', color: 'green' });
    const known = await create('复购');
    const ids = await friends(3);
    const { value, undoId } = act(app.ctx, { kind: 'imports.commit', topics: ['tags'] }, (record) => {
      const tags = ensureTags(
        app.ctx,
        record,
        [
          { name: '复购', group: '消费' },
          { name: '大额', group: '消费' },
          { name: '养猫', group: '爱好' },
          { name: '养猫' },
          { name: '散客' },
        ],
        'import',
      );
      const made = assignPairs(app.ctx, record, [
        [tags.get('散客')!, [ids[2]!, ids[0]!, ids[2]!, 7777]],
        [tags.get('复购')!, ids],
        [tags.get('大额')!, []],
      ]);
      return { tags, made };
    });
    expect(value.made).toBe(5);
    expect(value.tags.get('复购')).toBe(known);
    const { groups, tags } = await book();
    expect(groups.map((one) => one.name)).toEqual(['消费', '爱好']);
    expect(groups[1]!.color).not.toBe('green');
    expect(tags.find((tag) => tag.name === '大额')).toMatchObject({ groupId: group.id, origin: 'import', color: 'green' });
    expect(tags.find((tag) => tag.name === '复购')).toMatchObject({ groupId: null, origin: 'manual', friendCount: 3 });
    expect(tags.find((tag) => tag.name === '散客')).toMatchObject({ friendCount: 2 });
    await undo({ undoId });
    expect(await book()).toMatchObject({ groups: [{ name: '消费' }], tags: [{ name: '复购', friendCount: 0 }] });
  });

  it('assignPairs gives very many tags at once, with the index by friend whole afterwards, also when it fails', async () => {
    const insert = app.ctx.db.sql(
      "INSERT INTO friends (account_id, nickname, remark, search_text, sort_name, trust_since_at, created_at, updated_at) VALUES (1, '', ?, ?, ?, 0, 0, 0)",
    );
    app.ctx.db.raw.transaction(() => {
      for (let i = 0; i < 6000; i++) insert.run(`好友${i}`, `好友${i}`, `好友${i}`);
    })();
    const ids = app.ctx.db.pluck('SELECT id FROM friends ORDER BY id').all() as number[];
    const tags = await Promise.all(Array.from('甲乙丙丁戊己庚辛壬', (name) => create(name)));
    const all = tags.map((tag) => [tag, ids] as const);
    const byFriend = () =>
      app.ctx.db
        .pluck('SELECT count(*) FROM friend_tags INDEXED BY friend_tags_friend WHERE friend_id BETWEEN ? AND ?')
        .get(ids[0], ids.at(-1));
    const give = (pairs: (readonly [number, number[]])[]) =>
      act(app.ctx, { kind: 'imports.commit', topics: ['tags', 'friends'] }, (record) => assignPairs(app.ctx, record, pairs));
    expect(() => give([...all, [999_999, ids]])).toThrow();
    expect(byFriend()).toBe(0);
    const { value, undoId } = give(all);
    expect(value).toBe(54_000);
    expect(byFriend()).toBe(54_000);
    expect(app.ctx.db.raw.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(give(all)).toEqual({ value: 0, undoId: null });
    await undo({ undoId });
    expect(byFriend()).toBe(0);
  });
});
