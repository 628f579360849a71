import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultSettings, type NumberRange, type NumbersKey, numberRanges, type Settings } from '../../../shared/contracts/settings.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const all = () => app.call<Settings>('settings.all');
const store = (key: string, value: string) =>
  app.ctx.db.sql('INSERT INTO settings (key, value, updated_at) VALUES (?, ?, 0)').run(key, value);

it('starts with the first-day values', async () => {
  expect(await all()).toEqual(defaultSettings);
});

it('remembers over a restart and tells the windows once', async () => {
  await app.call('settings.set', { key: 'app.theme', value: 'dark' });
  await app.call('settings.set', { key: 'app.theme', value: 'dark' });
  expect(app.events).toEqual([{ type: 'changed', topics: ['settings'] }]);
  await app.call('settings.set', { key: 'calendar.accountId', value: 1 });
  await app.call('settings.set', { key: 'calendar.accountId', value: null });
  app = await app.reopen();
  expect(await all()).toEqual({ ...defaultSettings, 'app.theme': 'dark' });
  expect(await app.call('undo.state')).toEqual({ undo: null, redo: null });
});

it('says apart what answers are reckoned by: a draft written makes no answer old', async () => {
  await app.call('settings.set', { key: 'calendar.draft', value: '[]' });
  await app.call('settings.set', { key: 'mix.limits', value: { ...defaultSettings['mix.limits'], postsPerDay: 5 } });
  expect(app.events).toEqual([
    { type: 'changed', topics: ['settings'] },
    { type: 'changed', topics: ['settings', 'rules'] },
  ]);
});

it('takes numbers of a rule within their range only; those of the first day lie in it', async () => {
  for (const [key, ranges] of Object.entries(numberRanges))
    for (const [name, { min, max }] of Object.entries(ranges as Record<string, NumberRange>)) {
      const first = defaultSettings[key as NumbersKey] as Record<string, number>;
      const set = (value: number) => app.call('settings.set', { key, value: { ...first, [name]: value } });
      expect(first[name]).toBeGreaterThanOrEqual(min);
      expect(first[name]).toBeLessThanOrEqual(max);
      for (const end of [min, max]) await set(end);
      for (const beyond of [min - 1, max + 1]) await expect(set(beyond)).rejects.toMatchObject({ kind: 'invalidInput' });
    }
});

it('falls back to the default where a stored value no longer fits, and ignores unknown keys', async () => {
  store('app.theme', '"neon"');
  store('friends.panelWidth', 'not json');
  store('friends.sort', '{"key":"shoeSize","direction":"asc"}');
  store('once.upon.a.time', 'true');
  store('app.firstRunDone', 'true');
  expect(await all()).toEqual({ ...defaultSettings, 'app.firstRunDone': true });
});

it('offers a column that is newer than the remembered layout, out of sight, and shows it once it is chosen', async () => {
  const { order, hidden } = defaultSettings['friends.columns'];
  const old = { order: order.filter((id) => id !== 'points').reverse(), hidden: ['wxid'], widths: { name: 200 } };
  store('friends.columns', JSON.stringify(old));
  expect((await all())['friends.columns']).toEqual({ ...old, order: [...old.order, 'points'], hidden: ['wxid', 'points'] });
  const chosen = { order, hidden: hidden.filter((id) => id !== 'points'), widths: {} };
  await app.call('settings.set', { key: 'friends.columns', value: chosen });
  expect((await all())['friends.columns']).toEqual(chosen);
});

it('refuses a value that does not fit its key, and unknown keys', async () => {
  await expect(app.call('settings.set', { key: 'app.theme', value: 'neon' })).rejects.toMatchObject({
    kind: 'invalidInput',
    details: { fields: ['value'], key: 'app.theme' },
  });
  await expect(app.call('settings.set', { key: 'friends.panelWidth', value: 3 })).rejects.toMatchObject({ kind: 'invalidInput' });
  await expect(app.call('settings.set', { key: 'app.nothing', value: 1 })).rejects.toMatchObject({ kind: 'invalidInput' });
  expect(await all()).toEqual(defaultSettings);
  expect(app.events).toEqual([]);
});

it('does not let one caller change the defaults of the next', async () => {
  (await import('./index.ts')).readSettings(app.ctx)['friends.columns'].hidden.push('name');
  expect((await all())['friends.columns'].hidden).toEqual(defaultSettings['friends.columns'].hidden);
});

it('says what the app is', async () => {
  await app.call('friends.create', friendNamed('王姐'));
  expect(await app.call('settings.about')).toEqual({ version: '0.0.0-test', dataDir: app.dataDir, host: 'test' });
});
