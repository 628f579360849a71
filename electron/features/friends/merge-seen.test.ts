import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { GuardFriend } from '../../../shared/contracts/guard.ts';
import { everybody } from '../../../shared/contracts/segments.ts';
import { digest } from '../../../tests/helpers/digest.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { unpackIds } from '../../platform/id-pack.ts';
import { bytesOfViewers } from '../calendar/post-viewers.ts';
import { friendsCommands } from './index.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const friend = async (name: string) => (await app.call<Saved>('friends.create', friendNamed(name))).id;
const seenBy = () =>
  (app.ctx.db.sql('SELECT heads, friend_ids AS ids FROM post_audiences ORDER BY post_id').all() as { heads: number; ids: Buffer }[]).map(
    ({ heads, ids }) => ({ heads, ids: [...unpackIds(ids)] }),
  );
const load = async (friendId: number) => (await app.call<GuardFriend>('guard.friend', { friendId })).load;

/** A posted advert that only those with a tag of theirs could see. */
async function postedFor(ids: number[]): Promise<void> {
  const { id: tagId } = await app.call<Saved>('tags.create', { name: `看得到 ${ids.join(' ')}`, groupId: null, color: null });
  await app.call('tags.assign', { selection: { by: 'ids', ids }, tagIds: [tagId] });
  const { id } = await app.call<Saved>('posts.create', {
    ...{ accountId: 1, text: '新一批脐橙', category: 'offer', scheduledAt: app.clock.at, state: 'scheduled', assetIds: [] },
    audience: { ...everybody, mode: 'only', tagIds: [tagId] },
  });
  await app.call('posts.settle', { id, state: 'posted', at: app.clock.at });
}

it('the kept friend has seen what the other could see; undo gives each back what was theirs', async () => {
  const [first, keep, between, other, last] = [
    await friend('甲'),
    await friend('李姐'),
    await friend('乙'),
    await friend('微风'),
    await friend('丙'),
  ];
  await postedFor([first, other, last]);
  await postedFor([keep, other]);
  await postedFor([keep, between]);
  await postedFor([other]);
  app.clock.tick(1000);
  const before = { book: digest(app.ctx.db), keep: await load(keep), other: await load(other) };
  expect(before.keep).toBeCloseTo(0.6, 3);
  const merged = await app.call<Saved>('friends.merge', { keepId: keep, otherId: other, fields: {} });
  const after = [
    { heads: 3, ids: [first, keep, last] },
    { heads: 1, ids: [keep] },
    { heads: 2, ids: [keep, between] },
    { heads: 1, ids: [keep] },
  ];
  expect(seenBy()).toEqual(after);
  expect(await load(keep)).toBeCloseTo(1.2, 3);
  expect(await app.call('undo.undo', { id: merged.undoId })).toMatchObject({ kept: 0 });
  expect(digest(app.ctx.db)).toEqual(before.book);
  expect([await load(keep), await load(other)]).toEqual([before.keep, before.other]);
  expect(await app.call('undo.redo', { id: merged.undoId })).toMatchObject({ kept: 0 });
  expect(seenBy()).toEqual(after);
  expect(await load(keep)).toBeCloseTo(1.2, 3);
});

it('a post that went back on the list meanwhile is left alone, and counted', async () => {
  const [keep, other] = [await friend('李姐'), await friend('微风')];
  await postedFor([other]);
  const merged = await app.call<Saved>('friends.merge', { keepId: keep, otherId: other, fields: {} });
  await app.call('posts.settle', { id: 1, state: 'scheduled', at: app.clock.at });
  expect(await app.call('undo.undo', { id: merged.undoId })).toMatchObject({ kept: 2 });
  expect(seenBy()).toEqual([]);
});

it('is for the worker where long lists have to be looked through', async () => {
  const merge = friendsCommands.find(({ name }) => name === 'friends.merge')!;
  const isHeavy = () => merge.heavy({ weight: bytesOfViewers(app.ctx) });
  const [keep, other] = [await friend('李姐'), await friend('微风')];
  await postedFor([keep, other]);
  expect(isHeavy()).toBe(false);
  app.ctx.db.sql('UPDATE post_audiences SET friend_ids = zeroblob(3000000)').run();
  expect(isHeavy()).toBe(true);
});
