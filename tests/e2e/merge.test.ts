/** 可能重复: two friends shown side by side, made one and taken apart again; one person in two accounts, linked and let go. */
import { beforeAll, expect, it } from 'vitest';
import type { Saved } from '../../shared/contracts/common.ts';
import type { FriendDetail } from '../../shared/contracts/friends.ts';
import { friendInput } from '../helpers/contact-files.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { shell } from '../helpers/pages/shell.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';

const screens = useScreens({ context: { reducedMotion: 'reduce' } });
const look = (what: string) => lookAt(screens, `merge-${what}`, [looks.light, looks.dark, looks.small]);
const longName = '三号楼团长李姐（常来拿橙子、会带邻居、周五下午有空、微信名常换）🍊🍊';
const ids: Record<string, number> = {};

const friend = (id: number | undefined) => screens.call<FriendDetail>('friends.get', { id });
const group = (text: string | RegExp) =>
  screens.page.getByRole('dialog', { name: '可能重复的好友' }).getByRole('listitem').filter({ hasText: text });
const merging = () => screens.page.getByRole('dialog', { name: '合并成一位好友' });

async function create(key: string, remark: string, known: Parameters<typeof friendInput>[2], accountId = 1): Promise<number> {
  const { id } = await screens.call<Saved>('friends.create', friendInput(accountId, remark, known));
  ids[key] = id;
  return id;
}

beforeAll(async () => {
  const { call, page } = screens;
  await page.getByRole('button', { name: /^从空白开始/ }).click();
  const other = { wxid: null, role: null, category: null, capacity: 10_000, standing: 'normal', note: null };
  const second = await call<Saved>('accounts.create', { name: '小号（水果）', ...other });
  const region = '浙江 杭州';
  const one = await create('one', longName, { wxid: 'wxid_li', phone: '13800000001', region, gender: 'female', birthday: null });
  const two = await create('two', '李姐', {
    wxid: 'wxid_li2',
    alias: 'weifeng',
    phone: '138 0000 0001',
    region: '浙江 宁波',
    ageBand: '35-44',
    incomeBand: 'good',
    tie: 'strong',
    interests: ['茶', '猫'],
    birthday: { calendar: 'lunar', year: 1988, month: 8, day: 15, leap: false },
    description: '不吃辣。要发票，抬头写公司名。',
  });
  await create('elsewhere', '李姐小号', { phone: '+86 13800000001' }, second.id);
  await create('zhou', '老周', { alias: 'zhou1' });
  await create('zhou2', '老周', { alias: 'ZHOU1' }, second.id);
  await create('alone', '王姐', { region });
  const tag = await call<Saved>('tags.create', { name: '老客户', groupId: null, color: null });
  await call('tags.assign', { selection: { by: 'ids', ids: [one, two] }, tagIds: [tag.id] });
  await call('trust.setLevel', { selection: { by: 'ids', ids: [two] }, level: 5, reason: '买了三次' });
  await call('friends.addNote', { friendId: one, body: '周五送' });
  await call('friends.addNote', { friendId: two, body: '要两箱' });
});

it('lists who may be one person, with the reason, across accounts too', async () => {
  const { page } = screens;
  await shell(page).go('friends');
  await page.getByRole('button', { name: '可能重复' }).click();
  await see(group('同一个手机号')).toContainText('13800000001');
  await see(group('同一个手机号').getByRole('button', { name: /（我的微信）$|（小号（水果））$/ })).toHaveCount(3);
  await see(group('同一个微信号').getByRole('button', { name: '是同一个人', exact: true })).toBeVisible();
  await look('doubles');
});

it('shows both side by side, with words for every value, and which stays', async () => {
  const { page } = screens;
  await group('同一个手机号').getByRole('button', { name: '合并…' }).click();
  const table = merging().getByRole('table');
  await see(table.getByRole('columnheader', { name: `留下的这位 ${longName}` })).toBeVisible();
  await see(table.getByRole('row', { name: /^年龄/ })).toContainText('35–44 岁');
  await see(table.getByRole('row', { name: /^收入/ })).toContainText('较高');
  await see(table.getByRole('row', { name: /^关系/ })).toContainText('强关系');
  await see(table.getByRole('row', { name: /^生日/ })).toContainText('八月十五');
  await see(table.getByRole('row', { name: /^生日/ }).getByRole('radio').last()).toBeChecked();
  await see(table.getByRole('row', { name: /^地区/ }).getByRole('radio').first()).toBeChecked();
  await look('side-by-side');
  await page.getByRole('button', { name: '换过来：留另一位' }).click();
  await see(table.getByRole('columnheader', { name: '留下的这位 李姐' })).toBeVisible();
  await page.getByRole('button', { name: '换过来：留另一位' }).click();
});

it('makes them one with the chosen values, and undo brings both back to the last value', async () => {
  const { page } = screens;
  const [one, two] = [await friend(ids.one), await friend(ids.two)];
  await merging().getByRole('row', { name: /^地区/ }).getByRole('radio').last().check();
  await merging()
    .getByRole('row', { name: /^信任等级/ })
    .getByRole('radio')
    .last()
    .check();
  await merging().getByRole('button', { name: '合并成一位' }).click();
  await told(page, `两位已经合并成「${longName}」`);
  await see(group('同一个手机号')).toContainText('李姐小号');
  await see(group('同一个手机号').getByRole('button', { name: '是同一个人', exact: true })).toBeVisible();
  const merged = await friend(ids.one);
  expect(merged).toMatchObject({ wxid: 'wxid_li', alias: 'weifeng', region: '浙江 宁波', trustLevel: 5, tie: 'strong' });
  expect(merged.notes.map(({ body }) => body).sort()).toEqual(['周五送', '要两箱'].sort());
  await press(page, 'Escape');
  await see(friendsPage(page).row('李姐')).toHaveCount(0);
  await press(page, 'Control+z');
  await see(friendsPage(page).row('李姐')).toBeVisible();
  expect([await friend(ids.one), await friend(ids.two)]).toEqual([one, two]);
});

it('two who are ticked in the list are merged from there, and the panel of the one who went shows the one who stayed', async () => {
  const { page } = screens;
  const friends = friendsPage(page);
  await friends.row('李姐').click();
  await see(friends.panel.getByRole('heading', { level: 2, name: '李姐' })).toBeVisible();
  await page.getByRole('checkbox', { name: `选择 ${longName}`, exact: true }).check();
  await page.getByRole('checkbox', { name: '选择 李姐', exact: true }).check();
  await friends.bar.getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('menuitem', { name: '合并成一位…' }).click();
  await merging().getByRole('button', { name: '合并成一位' }).click();
  await told(page, '两位已经合并成');
  await see(friends.panel.getByRole('heading', { level: 2 })).toHaveText(longName);
  await look('merged');
  await press(page, 'Control+z');
  await see(friends.row('李姐')).toBeVisible();
  await press(page, 'Escape', 'Escape');
});

it('friends of two accounts are linked, never merged, and let go again', async () => {
  const { page } = screens;
  const friends = friendsPage(page);
  await page.getByRole('button', { name: '可能重复' }).click();
  await group('同一个微信号').getByRole('button', { name: '是同一个人', exact: true }).click();
  await told(page, '已连成同一个人');
  await see(group('同一个微信号')).toHaveCount(0);
  await press(page, 'Escape');
  await friends.row('老周').first().click();
  await friends.panel.getByRole('button', { name: /^『/ }).click();
  await see(friends.panel.getByText(/^也在/)).toBeVisible();
  await look('linked');
  await page.setViewportSize({ width: 1024, height: 640 });
  const title = page.getByRole('heading', { level: 1 });
  expect(await title.evaluate((heading) => heading.scrollWidth <= heading.clientWidth), 'the question is whole beside the panel').toBe(
    true,
  );
  await page.setViewportSize({ width: 1366, height: 768 });
  await friends.panel.getByRole('button', { name: '不是同一个人' }).click();
  await told(page, '已分开');
  await see(friends.panel.getByText(/^也在/)).toHaveCount(0);
  await press(page, 'Control+z');
  await see(friends.panel.getByText(/^也在/)).toBeVisible();
  await press(page, 'Escape');
});

it('two of different accounts, ticked in the list, are asked about as one person', async () => {
  const { page } = screens;
  const friends = friendsPage(page);
  await page.getByRole('checkbox', { name: '选择 李姐', exact: true }).check();
  await page.getByRole('checkbox', { name: '选择 李姐小号', exact: true }).check();
  await friends.bar.getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('menuitem', { name: '合并成一位…' }).click();
  const question = page.getByRole('dialog', { name: '连成同一个人' });
  await see(question).toContainText('「李姐」在『我的微信』里，「李姐小号」在『小号（水果）』里');
  await look('link-only');
  await question.getByRole('button', { name: '是同一个人', exact: true }).click();
  await told(page, '已连成同一个人');
  expect(await screens.call('friends.links', { id: ids.two })).toMatchObject([{ id: ids.elsewhere }]);
});

it('who is not the same person is told apart once, and proposed no more; undo brings the question back', async () => {
  const { page } = screens;
  await create('namesake', '王姐', { region: '浙江 杭州' });
  await shell(page).go('friends');
  await page.getByRole('button', { name: '可能重复' }).click();
  const named = group('同名、同地区').filter({ hasText: '王姐' });
  await see(named).toBeVisible();
  await look('apart');
  await named.getByRole('button', { name: '不是同一个人' }).click();
  await told(page, '记住了');
  await see(named).toHaveCount(0);
  await press(page, 'Escape', 'Control+z');
  await page.getByRole('button', { name: '可能重复' }).click();
  await named.getByRole('button', { name: '不是同一个人' }).click();
  await see(named).toHaveCount(0);
  await page.reload();
  await page.getByRole('button', { name: '可能重复' }).click();
  await see(page.getByRole('dialog', { name: '可能重复的好友' })).toBeVisible();
  await see(named).toHaveCount(0);
});

it('one person in two accounts is erased for good once the name is typed, and no undo brings anybody back', async () => {
  const { page } = screens;
  const friends = friendsPage(page);
  await press(page, 'Escape', 'Escape');
  await screens.call('friends.link', { ids: [ids.zhou, ids.zhou2] });
  await friends.row('老周').first().click();
  await friends.panel.getByRole('button', { name: '这位好友的更多操作' }).click();
  await page.getByRole('menuitem', { name: '永远抹掉…' }).click();
  const question = page.getByRole('dialog', { name: '永远抹掉「老周」？' });
  await see(question).toContainText('这个人在 2 处');
  const sure = question.getByRole('button', { name: '永远抹掉', exact: true });
  await see(sure).toBeDisabled();
  await look('erase');
  await question.getByLabel('输入名字来确认').fill('老周');
  await press(page, 'Enter');
  const done = page.getByRole('dialog', { name: '「老周」已抹掉' });
  await see(done).toContainText('铁粉簿知道的备份里也没有');
  await done.getByRole('button', { name: '知道了' }).click();
  await see(friends.row('老周')).toHaveCount(0);
  await press(page, 'Control+z');
  await see(friends.row('李姐')).toBeVisible();
  await see(friends.row('老周')).toHaveCount(0);
});
