import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type { BirthdayDue, FriendDetail } from '../../../shared/contracts/friends.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { friendsOfDaySql } from './birthdays.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const friend = async (name: string, more: object = {}) =>
  (await app.call<Saved>('friends.create', friendNamed(name, more as Record<string, unknown>))).id;
const lastContact = async (id: number) => (await app.call<FriendDetail>('friends.get', { id })).lastContactAt;
const touch = (ids: number[], more: object = {}) => ({
  selection: { by: 'ids', ids },
  touchpoint: 'private',
  direction: 'out',
  at: app.clock.at,
  note: '',
  ...more,
});
const touches = () => app.ctx.db.sql('SELECT id, friend_id, at, touchpoint, note FROM touches ORDER BY id').all();
const born = (calendar: 'solar' | 'lunar', month: number, day: number, more: object = {}) => ({
  birthday: { calendar, year: null, month, day, leap: false, ...more },
});
const due = async (fromOn: string, toOn = fromOn) => app.call<BirthdayDue[]>('touches.birthdays', { fromOn, toOn });
const names = async (fromOn: string, toOn = fromOn) => (await due(fromOn, toOn)).map((one) => one.name);
const topicsOfLast = () => {
  const last = app.events.at(-1);
  return last?.type === 'changed' ? last.topics : null;
};

describe('logging contacts', () => {
  it('notes one for each friend and moves last contact forward only; undo and redo are exact', async () => {
    const [early, late] = [await friend('王姐'), await friend('李姐')];
    const now = app.clock.at;
    await app.call('touches.log', touch([late]));
    const before = touches();
    const report = await app.call<ChangeReport>('touches.log', touch([early, late], { at: now - 5000, note: '问候', direction: 'in' }));
    expect(report).toMatchObject({ changed: 2, unchanged: 0 });
    expect(topicsOfLast()).toEqual(['touches', 'friends', 'undo']);
    expect(await lastContact(early)).toBe(now - 5000);
    expect(await lastContact(late)).toBe(now);
    const after = touches();
    await app.call('undo.undo', { id: report.undoId });
    expect(touches()).toEqual(before);
    expect(await lastContact(early)).toBeNull();
    expect(await lastContact(late)).toBe(now);
    await app.call('undo.redo', { id: report.undoId });
    expect(touches()).toEqual(after);
    expect(await lastContact(early)).toBe(now - 5000);
  });

  it('undo of an older contact leaves a newer last contact alone', async () => {
    const id = await friend('王姐');
    const older = await app.call<ChangeReport>('touches.log', touch([id]));
    app.clock.tick(1000);
    await app.call('touches.log', touch([id]));
    await app.call('undo.undo', { id: older.undoId });
    expect(await lastContact(id)).toBe(app.clock.at);
    expect(touches()).toHaveLength(1);
  });

  it('passes over friends who are gone; refuses nobody, the future and unknown words', async () => {
    const id = await friend('王姐');
    expect(await app.call('touches.log', touch([id, 999]))).toMatchObject({ changed: 1, unchanged: 1 });
    await expect(app.call('touches.log', touch([]))).rejects.toMatchObject({ kind: 'nothingSelected' });
    await expect(app.call('touches.log', touch([id], { at: app.clock.at + 86_400_000 }))).rejects.toMatchObject({
      kind: 'invalidInput',
      details: { fields: ['at'] },
    });
    await expect(app.call('touches.log', touch([id], { touchpoint: 'pigeon' }))).rejects.toMatchObject({ kind: 'invalidInput' });
    expect(touches()).toHaveLength(1);
  });
});

describe('birthdays', () => {
  it('come by day, then by trust, with the years they complete', async () => {
    const low = await friend('王姐', born('solar', 11, 23));
    const high = await friend('李姐', born('solar', 11, 23, { year: 1990 }));
    const lunar = await friend('周姐', born('lunar', 10, 14, { year: 1980 }));
    await app.call('trust.setLevel', { selection: { by: 'ids', ids: [high] }, level: 5, reason: '' });
    expect(await due('2026-11-22', '2026-11-24')).toMatchObject([
      // lunar 2026-10-14 is the day before lunar 10-15
      { friendId: lunar, on: '2026-11-22', turns: 46, birthday: { calendar: 'lunar', year: 1980, month: 10, day: 14, leap: false } },
      { friendId: high, name: '李姐', on: '2026-11-23', turns: 36, trustLevel: 5, wished: false },
      { friendId: low, name: '王姐', on: '2026-11-23', turns: null, accountId: 1 },
    ]);
  });

  it('of lunar birthdays turn up in the lunar year, also before its Spring Festival', async () => {
    await friend('腊月', born('lunar', 12, 29, { year: 2000 }));
    expect(await due('2025-01-28')).toMatchObject([{ name: '腊月', turns: 24 }]);
  });

  it('on days that a year has not are kept a day earlier', async () => {
    await friend('闰日', born('solar', 2, 29));
    await friend('大月', born('lunar', 12, 30));
    expect(await names('2026-02-28')).toEqual(['闰日']);
    expect(await names('2028-02-01', '2028-03-02')).toEqual(['闰日']);
    expect(await due('2028-02-29')).toMatchObject([{ on: '2028-02-29' }]);
    // the twelfth month of lunar 2024 has 29 days
    expect(await names('2025-01-28')).toEqual(['大月']);
  });

  it('of a leap month are kept in it where it exists, else in the ordinary month', async () => {
    await friend('闰六月', born('lunar', 6, 1, { leap: true }));
    await friend('六月', born('lunar', 6, 1));
    expect(await names('2025-06-25')).toEqual(['六月']);
    expect(await names('2025-07-25')).toEqual(['闰六月']);
    expect((await names('2026-07-14')).sort()).toEqual(['六月', '闰六月']);
  });

  it('leave out archived friends, those who deleted or blocked her, and those not born yet; one who was lost stays', async () => {
    const archived = await friend('甲', born('solar', 11, 23));
    const blocked = await friend('乙', born('solar', 11, 23));
    const deleted = await friend('戊', born('solar', 11, 23));
    const lost = await friend('己', born('solar', 11, 23));
    await friend('丙', born('solar', 11, 23, { year: 2040 }));
    await friend('丁', born('solar', 11, 23));
    await app.call('friends.setArchived', { selection: { by: 'ids', ids: [archived] }, archived: true });
    await app.call('friends.setStatus', { selection: { by: 'ids', ids: [blocked] }, status: 'blocked' });
    await app.call('friends.setStatus', { selection: { by: 'ids', ids: [deleted] }, status: 'deletedMe' });
    await app.call('friends.setStatus', { selection: { by: 'ids', ids: [lost] }, status: 'lost' });
    expect(await names('2026-11-23')).toEqual(['己', '丁']);
  });

  it('refuse days that do not exist and endless periods', async () => {
    await expect(due('2026-02-30')).rejects.toMatchObject({ kind: 'invalidInput', details: { fields: ['fromOn', 'toOn'] } });
    await expect(due('2026-01-01', '2030-01-01')).rejects.toMatchObject({ kind: 'invalidInput', details: { fields: ['toOn'] } });
    expect(await due('2026-01-02', '2026-01-01')).toEqual([]);
  });

  it('are found by the index on month and day, never by reading the whole book', () => {
    const plan = app.ctx.db.raw.prepare(`EXPLAIN QUERY PLAN ${friendsOfDaySql}`).all(1, 1, 'solar', 0) as { detail: string }[];
    expect(plan.map((step) => step.detail).join('\n')).toContain('friends_birthday (birthday_month=? AND birthday_day=?)');
  });
});

describe('wishing', () => {
  const wish = (friendId: number, wished: boolean, on = '2026-11-23') => app.call<Saved>('touches.wishBirthday', { friendId, on, wished });
  const wished = async () => (await due('2026-11-23')).map((one) => one.wished);

  it('marks that day, counts as a contact, can be undone and done again', async () => {
    const id = await friend('王姐', born('solar', 11, 23));
    const report = await wish(id, true);
    expect(topicsOfLast()).toEqual(['touches', 'friends', 'undo']);
    expect(await wished()).toEqual([true]);
    expect(await lastContact(id)).toBe(app.clock.at);
    expect((await due('2027-11-23'))[0]!.wished).toBe(false);
    await app.call('undo.undo', { id: report.undoId });
    expect(await wished()).toEqual([false]);
    expect(await lastContact(id)).toBeNull();
    await app.call('undo.redo', { id: report.undoId });
    expect(await wished()).toEqual([true]);
  });

  it('asked for twice changes nothing the second time', async () => {
    const id = await friend('王姐', born('solar', 11, 23));
    await wish(id, true);
    expect(await wish(id, true)).toEqual({ id, undoId: null });
    expect(touches()).toHaveLength(1);
    await wish(id, false);
    expect(await wish(id, false)).toEqual({ id, undoId: null });
  });

  it('taken off puts last contact back to the contact before; undo restores both', async () => {
    const id = await friend('王姐', born('solar', 11, 23));
    const first = app.clock.at;
    await app.call('touches.log', touch([id]));
    app.clock.tick(1000);
    await wish(id, true);
    const report = await wish(id, false);
    expect(await wished()).toEqual([false]);
    expect(await lastContact(id)).toBe(first);
    await app.call('undo.undo', { id: report.undoId });
    expect(await wished()).toEqual([true]);
    expect(await lastContact(id)).toBe(app.clock.at);
  });

  it('refuses strangers and days that do not exist', async () => {
    const id = await friend('王姐');
    await expect(wish(99, true)).rejects.toMatchObject({ kind: 'notFound', details: { what: 'friend' } });
    await expect(wish(id, true, '2026-02-30')).rejects.toMatchObject({ kind: 'invalidInput', details: { fields: ['on'] } });
    expect(touches()).toEqual([]);
  });
});
