import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ErasePreview } from '../../../shared/contracts/erasure.ts';
import type { ReferralReport, ReferralsOf } from '../../../shared/contracts/referrals.ts';
import { defaultSettings } from '../../../shared/contracts/settings.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { emptied } from '../../../tests/helpers/emptied.ts';
import { peopleOf as peopleOfFigure } from '../../../tests/helpers/naive-insights.ts';
import { naiveReferrals } from '../../../tests/helpers/naive-referrals.ts';
import { oneOf, randomFrom, turn } from '../../../tests/helpers/random-actions.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { bringersOf } from './index.ts';
import { referralsOfCommand } from './referrals.queries.ts';

const dayMs = 86_400_000;
let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());
beforeEach(() => clear());

function clear(): void {
  const tables = ['referrals', 'person_links', 'friends', 'erased_people', 'settings'];
  emptied(app, tables, ['friends', 'referrals', 'settings', 'rules']);
}

const friend = async (name: string, daysAgo: number, more: Record<string, unknown> = {}) =>
  (await app.call<Saved>('friends.create', friendNamed(name, { addedAt: app.clock.now() - daysAgo * dayMs, ...more }))).id;
const set = (friendId: number, byId: number | null) => app.call<Saved>('referrals.set', { friendId, byId });
const of = (friendId: number) => app.call<ReferralsOf>('referrals.of', { friendId });
/** The same as it is read where there are many. */
const ofMany = (friendId: number) => app.ctx.execute(referralsOfCommand, { friendId, rows: 1e9, now: app.clock.now() });
const report = () => app.call<ReferralReport>('referrals.report');
/** Those behind a number of the report, ascending. */
const peopleOf = (part: 'brought' | 'valid', { fromOn, toOn }: ReferralReport) =>
  peopleOfFigure(app, { of: 'referral', part, fromOn, toOn, accountId: null, channelId: null });
const undo = async () => {
  const { undo: action } = await app.call<UndoState>('undo.state');
  await app.call('undo.undo', { id: action!.id });
};
/** each as depth, name and what becomes of her */
const told = ({ people }: ReferralsOf) => people.map(({ depth, name, state }) => `${depth} ${name} ${state}`);

async function worked() {
  const mei = await friend('小美', 170);
  const ming = await friend('小明', 160);
  const [hong, lan, qing] = [await friend('小红', 40), await friend('小兰', 10), await friend('小青', 90)];
  const bo = await friend('小波', 80);
  for (const id of [hong, lan, qing, mei, bo]) await set(id, ming);
  await app.call('friends.setStatus', { selection: { by: 'ids', ids: [qing] }, status: 'deletedMe' });
  app.ctx.db.sql('INSERT INTO person_links (friend_id, person_id) VALUES (?, ?), (?, ?)').run(ming, ming, bo, ming);
  return { mei, ming, hong, lan, qing, bo };
}

it('reckons the worked example of the handbook', async () => {
  const { ming, hong } = await worked();
  expect(told(await of(ming))).toEqual(['1 小红 valid', '1 小兰 waiting', '1 小青 gone', '1 小美 notNew', '1 小波 samePerson']);
  expect(await of(ming)).toMatchObject({ by: null, own: { brought: 5, valid: 1 }, total: 5, more: 0, stayDays: 30 });
  expect((await of(hong)).by).toEqual({ friendId: ming, name: '小明', state: 'valid' });
  const one = await report();
  expect(one).toMatchObject({ friends: 6, brought: 5, valid: 1, waiting: 1, bringerHeads: 1, days: 180 });
  expect(one.left).toEqual({ gone: 1, notNew: 1, samePerson: 1, circle: 0 });
  expect(one.k).toBeCloseTo((5 / 6) * (1 / 4), 12);
  expect(one.bringers).toEqual([{ friendId: ming, name: '小明', brought: 5, valid: 1, waiting: 1 }]);
  await app.call('settings.set', { key: 'referrals.rules', value: { ...defaultSettings['referrals.rules'], stayDays: 10 } });
  expect(await report()).toMatchObject({ valid: 2, waiting: 0, stayDays: 10 });
});

it('shows the people of one friend in a tree, changes, takes back, and refuses who cannot be', async () => {
  const [a, b, c, d] = [await friend('甲', 90), await friend('乙', 60), await friend('丙', 50), await friend('丁', 40)];
  await set(b, a);
  await set(c, b);
  await set(d, a);
  expect(told(await of(a))).toEqual(['1 乙 valid', '2 丙 valid', '1 丁 valid']);
  expect(await of(a)).toMatchObject({ total: 3, own: { brought: 2, valid: 2 } });
  await expect(set(a, c)).rejects.toMatchObject({ kind: 'referralUnfit', details: { why: 'circle', name: '甲', by: '丙' } });
  await expect(set(a, a)).rejects.toMatchObject({ kind: 'referralUnfit', details: { why: 'self' } });
  await expect(set(a, 999_999)).rejects.toMatchObject({ kind: 'notFound' });
  app.ctx.db.sql('INSERT INTO person_links (friend_id, person_id) VALUES (?, 1), (?, 1)').run(a, d);
  await expect(set(d, a)).rejects.toMatchObject({ kind: 'referralUnfit', details: { why: 'samePerson' } });
  expect((await set(b, a)).undoId).toBeNull();
  await set(c, d);
  await set(c, null);
  expect(told(await of(a))).toEqual(['1 乙 valid', '1 丁 samePerson']);
  await undo();
  await undo();
  expect((await of(c)).by).toMatchObject({ friendId: b });
});

it('goes along where two friends become one, and never brings somebody to herself', async () => {
  const [a, b, c, d] = [await friend('甲', 90), await friend('乙', 60), await friend('丙', 50), await friend('丁', 40)];
  await set(b, a);
  await set(c, b);
  await set(d, c);
  // 丙 is 甲: 乙 was brought by 甲, and nobody brought 甲
  await app.call('friends.merge', { keepId: a, otherId: c, fields: {} });
  expect(told(await of(a))).toEqual(['1 乙 valid', '1 丁 valid']);
  expect((await of(a)).by).toBeNull();
  await undo();
  expect(told(await of(a))).toEqual(['1 乙 valid', '2 丙 valid', '3 丁 valid']);
  // of who brought either, what was said of the kept one stays
  await app.call('friends.merge', { keepId: d, otherId: c, fields: {} });
  expect((await of(d)).by).toMatchObject({ friendId: b });
});

it('goes with a person who is erased, from both sides, and out of what could be taken back', async () => {
  const { ming, hong, lan } = await worked();
  await set(lan, null);
  const preview = await app.call<ErasePreview>('erasure.preview', { friendId: hong });
  expect(preview.counts).toContainEqual({ kind: 'referrals', count: 1 });
  await app.call('erasure.erase', { friendId: ming, name: '小明', booksBeside: false });
  expect(app.ctx.db.pluck('SELECT count(*) FROM referrals').get()).toBe(0);
  expect((await report()).brought).toBe(0);
  const steps = app.ctx.db.pluck("SELECT count(*) FROM undo_actions WHERE kind = 'referrals.set' AND details LIKE '%小明%'").get();
  expect(steps).toBe(0);
});

// ── against plain SQL

const expected = new Set(['referralUnfit', 'notFound', 'alreadyUndone', 'stillInUse', 'invalidInput']);

async function happen(pick: (n: number) => number): Promise<string> {
  const ids = app.ctx.db.pluck('SELECT id FROM friends ORDER BY id').all() as number[];
  const some = () => ids[pick(ids.length)] ?? 1;
  const kinds: Record<string, () => Promise<unknown>> = {
    set: () => set(some(), some()),
    setOther: () => set(some(), some()),
    unset: () => set(some(), null),
    merge: () => app.call('friends.merge', { keepId: some(), otherId: some(), fields: {} }),
    friend: () => friend(`新${pick(99)}`, pick(250)),
    link: () => app.call('friends.link', { ids: [some(), some()] }),
    status: () => app.call('friends.setStatus', { selection: { by: 'ids', ids: [some()] }, status: pick(2) ? 'normal' : 'blocked' }),
    archive: () => app.call('friends.setArchived', { selection: { by: 'ids', ids: [some()] }, archived: pick(2) === 0 }),
    erase: () => {
      const friendId = some();
      const name = app.ctx.db.pluck('SELECT remark FROM friends WHERE id = ?').get(friendId) ?? '';
      return app.call('erasure.erase', { friendId, name, booksBeside: false });
    },
    turn: () => turn(app, pick),
    days: async () => app.clock.tick(pick(4) * dayMs),
  };
  return oneOf(kinds, pick, expected);
}

it('says what plain SQL says, after every edit, merge, erasure, undo and redo', async () => {
  const begin = app.clock.at;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
      app.clock.at = begin;
      clear();
      const pick = randomFrom(seed);
      for (let i = 10; i > 0; i--) await friend(`友${i}`, pick(250));
      const done: string[] = [];
      for (let i = 0; i < 30; i++) {
        done.push(await happen(pick));
        const { states, sums, bringers } = naiveReferrals(app);
        const told = await report();
        expect({ done, ...told }).toMatchObject({ done, ...sums });
        // kept from the step before, or read anew
        const kept = [...(await bringersOf(app.ctx)).keys()];
        expect({ done, kept: new Set(kept) }).toEqual({ done, kept: bringers });
        const isValid = (id: number) => states[id] === 'valid';
        const people = await Promise.all([peopleOf('brought', told), peopleOf('valid', told)]);
        expect({ done, people: people.map(({ length }) => length) }).toEqual({ done, people: [told.brought, told.valid] });
        expect({ done, valid: people[0]!.filter(isValid) }).toEqual({ done, valid: people[1] });
        for (const id of app.ctx.db.pluck('SELECT id FROM friends').all() as number[]) {
          const hers = await of(id);
          for (const one of hers.people) expect({ done, state: one.state }).toEqual({ done, state: states[one.friendId] });
          expect({ done, id, ...(await ofMany(id)) }).toEqual({ done, id, ...hers });
        }
      }
    }),
    { numRuns: 6, seed: 20261124 },
  );
  app.clock.at = begin;
});
