import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recognisePicture } from '../../electron/features/content/picture.ts';
import { type DemoFile, demoFile } from '../../electron/features/demo/demo-file.ts';
import { firstSops } from '../../shared/domain/sop-starters.ts';
import { parseTemplate } from '../../shared/domain/template.ts';
import { demoFileOnce } from '../../tests/helpers/demo-file.ts';
import { copies } from './copies.ts';
import { makeBook, writeDemo } from './generate.ts';

const folder = mkdtempSync(join(tmpdir(), 'tiefen-demo-'));
let file: string;
let demo: DemoFile;
beforeAll(() => {
  file = demoFileOnce();
  demo = demoFile.parse(JSON.parse(readFileSync(file, 'utf8')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const levels = () => demo.friends.map((friend) => friend.levels.at(-1)!.to);
const share = (level: number) => levels().filter((one) => one === level).length / demo.friends.length;

describe('demo data', () => {
  test('same seed, same bytes; another seed, other people', () => {
    const again = join(folder, 'deep', 'again.json');
    writeDemo(again);
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
    expect(JSON.stringify(makeBook(1))).toBe(JSON.stringify(makeBook(1)));
    expect(makeBook(1).friends[0]).not.toEqual(makeBook(2).friends[0]);
    expect(statSync(file).size).toBeLessThan(1_500_000);
  });

  test('has two accounts, 26 tags in 5 groups, and friends spread over all of them', () => {
    expect(demo.accounts.map((account) => account.name)).toEqual(['橙子铺', '橙子铺-小助手']);
    expect([demo.tagGroups.length, demo.tags.length, demo.friends.length, demo.posts.length]).toEqual([5, 26, 600, 60]);
    for (const place of demo.accounts.keys()) expect(demo.friends.filter((friend) => friend.account === place).length).toBeGreaterThan(120);
    for (const place of demo.tags.keys()) expect(demo.friends.filter((friend) => friend.tags.includes(place)).length).toBeGreaterThan(5);
    for (const place of demo.channels.keys()) expect(demo.friends.some((friend) => friend.channel === place)).toBe(true);
  });

  test('the ladder is broad below and narrow above, with moves up and some down', () => {
    expect(share(1)).toBeGreaterThan(0.3);
    expect(share(6)).toBeGreaterThan(0.01);
    expect(share(6)).toBeLessThan(0.05);
    for (const level of [1, 2, 3, 4, 5]) expect(share(level)).toBeGreaterThan(share(level + 1) * 0.95);
    const moves = demo.friends.flatMap((friend) => friend.levels.slice(1).map((step, n) => step.to - friend.levels[n]!.to));
    expect(moves.filter((move) => move < 0).length).toBeGreaterThan(3);
    expect(moves.every((move) => Math.abs(move) === 1)).toBe(true);
    for (const { levels: steps, added } of demo.friends) {
      expect(steps[0]!.at).toEqual(added);
      const days = steps.map((step) => step.at[0]);
      expect(days).toEqual([...days].sort((a, b) => a - b));
      expect(days.at(-1)).toBeLessThan(0);
    }
  });

  test('people are invented: ids and phones cannot belong to anybody', () => {
    for (const friend of demo.friends) {
      expect(friend.wxid).toMatch(/^wxid_demo[a-z0-9]+$/);
      if (friend.phone) expect(friend.phone).toMatch(/^(1380000\d{4}|138\*{4}\d{4})$/);
      expect(friend.remark || friend.nickname).not.toBe('');
    }
    const unique = (values: (string | null)[]) => new Set(values.filter((value) => value !== null)).size;
    expect(unique(demo.friends.map((friend) => friend.wxid))).toBe(600);
    expect(unique(demo.friends.map((friend) => friend.remark || friend.nickname))).toBe(600);
    const phones = demo.friends.flatMap((friend) => (friend.phone ? [friend.phone] : []));
    expect(unique(phones)).toBe(phones.length);
  });

  test('a few birthdays today and this week, solar and lunar, and many later', () => {
    const days = demo.friends.flatMap((friend) => friend.birthday ?? []);
    expect(days.length).toBeGreaterThan(100);
    expect(days.filter((birthday) => birthday.inDays === 0).length).toBeGreaterThanOrEqual(3);
    const week = days.filter((birthday) => birthday.inDays < 7);
    expect(week.length).toBeGreaterThanOrEqual(10);
    expect(new Set(week.map((birthday) => birthday.calendar)).size).toBe(2);
  });

  test('posts say different things, mix their kinds, and never put two adverts in a row', () => {
    expect(new Set(copies.map((copy) => copy.text)).size).toBeGreaterThanOrEqual(40);
    expect(new Set(demo.posts.map((post) => post.text)).size).toBeGreaterThanOrEqual(40);
    expect(new Set(demo.posts.map((post) => post.category)).size).toBe(7);
    const main = demo.posts.filter((post) => post.account === 0 && Array.isArray(post.at));
    const inOrder = main.sort((a, b) => (a.at as [number, number])[0] - (b.at as [number, number])[0]);
    for (const [n, post] of inOrder.entries())
      if (n > 0 && n < 30) expect([post.category, inOrder[n - 1]!.category]).not.toEqual(['offer', 'offer']);
    expect(new Set(demo.posts.map((post) => post.state))).toEqual(new Set(['posted', 'skipped', 'scheduled', 'planned']));
    expect(demo.posts.filter((post) => post.assets.length >= 2).length).toBeGreaterThan(15);
    expect(Math.max(...demo.posts.map((post) => post.assets.length))).toBe(4);
  });

  test('the library holds every copy and words for one friend, all of which can be sent; posts are made of it', () => {
    expect(demo.pieces.length).toBeGreaterThanOrEqual(40);
    expect(new Set(demo.pieces.map(({ title }) => title)).size).toBe(demo.pieces.length);
    expect(demo.pieces.filter(({ variants }) => variants.length > 0).length).toBeGreaterThanOrEqual(7);
    for (const { text, variants } of demo.pieces)
      for (const words of [text, ...variants.map((variant) => variant.text)]) expect(parseTemplate(words).problems).toEqual([]);
    for (const post of demo.posts)
      expect(demo.pieces[post.piece]).toMatchObject({ text: post.text, category: post.category, assets: post.assets });
  });

  test('pictures are real PNG files, each of them used', () => {
    const used = new Set(demo.posts.flatMap((post) => post.assets));
    expect(used.size).toBe(demo.assets.length);
    for (const { base64 } of demo.assets)
      expect(recognisePicture(Buffer.from(base64, 'base64'))).toEqual({ mime: 'image/png', width: 400, height: 400 });
  });

  test('who ever was a real customer has bought, from the day she became one; a few asked to be left alone', () => {
    const buyers = new Set(demo.orders.filter(({ status }) => status !== 'unpaid').map(({ friend }) => friend));
    for (const [place, { levels: steps }] of demo.friends.entries()) expect(buyers.has(place)).toBe(steps.some(({ to }) => to >= 4));
    for (const { friend, at } of demo.orders) expect(at[0]).toBeGreaterThanOrEqual(demo.friends[friend]!.added[0]);
    expect(new Set(demo.orders.map(({ status }) => status)).size).toBe(6);
    expect(demo.orders.filter(({ groupBuy }) => groupBuy !== null).length).toBeGreaterThan(3);
    const quiet = demo.tags.findIndex(({ name }) => name === '勿扰');
    for (const { levels: steps, tags } of demo.friends) if (tags.includes(quiet)) expect(steps.at(-1)!.to).toBe(1);
  });

  test('most steps of templates of the last days were answered, each once, on days that are over', () => {
    const answered = demo.followUps.map(({ friend, sop, step, from }) => `${friend} ${sop} ${step} ${from}`);
    expect(new Set(answered).size).toBe(answered.length);
    expect(answered.length).toBeGreaterThan(60);
    const done = demo.followUps.filter(({ isDone }) => isDone).length;
    expect(done / answered.length).toBeGreaterThan(0.4);
    for (const { friend, sop, step, from, at } of demo.followUps) {
      expect(demo.friends[friend]!.status).toBe('normal');
      expect(at[0]).toBe(from + firstSops[sop].steps.find(({ key }) => key === step)!.days);
      expect(at[0]).toBeLessThan(0);
      expect(at[0]).toBeGreaterThanOrEqual(demo.friends[friend]!.added[0]);
    }
    expect(demo.promises).toHaveLength(3);
  });

  test('chats are answered in turn, one of them long enough to tell her hours', () => {
    expect(demo.chats).toHaveLength(6);
    for (const { friend, messages } of demo.chats) {
      expect(demo.friends[friend]).toMatchObject({ account: 0, status: 'normal' });
      expect(messages[0]![0][0]).toBeGreaterThan(demo.friends[friend]!.added[0]);
      const minutes = messages.map(([[day, minute]]) => day * 1440 + minute);
      expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
    }
    expect(Math.max(...demo.chats.map(({ messages }) => messages.filter(([, side]) => side === 'in').length))).toBeGreaterThanOrEqual(20);
  });

  test('about thirty were brought by customers who were there and had bought before they came; nobody is thanked too early', () => {
    const channel = demo.channels.findIndex(({ name }) => name === '转介绍');
    expect(demo.referrals.length).toBeGreaterThanOrEqual(25);
    expect(demo.referrals.length).toBeLessThanOrEqual(40);
    expect(new Set(demo.referrals.map(({ friend }) => friend)).size).toBe(demo.referrals.length);
    for (const { friend, by } of demo.referrals) {
      const [brought, bringer] = [demo.friends[friend]!, demo.friends[by]!];
      if (brought.status === 'normal') expect(brought.channel).toBe(channel);
      expect(bringer.levels.at(-1)!.to).toBeGreaterThanOrEqual(5);
      expect(demo.orders.find((order) => order.friend === by)!.at[0]).toBeLessThan(brought.added[0]);
    }
    const came = demo.referrals.map(({ friend }) => demo.friends[friend]!);
    const many = (is: (friend: DemoFile['friends'][number]) => boolean) => came.filter(is).length;
    expect(many(({ status }) => status !== 'normal')).toBeGreaterThanOrEqual(2);
    expect(many(({ status, added }) => status === 'normal' && added[0] > -30)).toBeGreaterThanOrEqual(3);
    expect(many(({ status, added }) => status === 'normal' && added[0] <= -30)).toBeGreaterThan(came.length / 2);
    for (const { friend, from } of demo.followUps.filter(({ sop }) => sop === 'referral'))
      expect(demo.referrals.filter(({ by }) => by === friend).map((one) => demo.friends[one.friend]!.added[0] + 30)).toContain(from);
  });

  test('segments have grown day by day, the send list is half done', () => {
    expect(demo.segments).toHaveLength(4);
    for (const { sizes } of demo.segments.slice(0, 3)) {
      expect(sizes).toHaveLength(21);
      expect(sizes.at(-1)![1]).toBeGreaterThan(0);
    }
    const states = demo.queue.items.map(({ state }) => state);
    expect(states.filter((state) => state === 'waiting').length).toBeGreaterThanOrEqual(4);
    expect(states.filter((state) => state === 'sent')).toHaveLength(6);
    expect(parseTemplate(demo.queue.text).problems).toEqual([]);
  });
});
