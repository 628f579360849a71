/** Segments: a ready-made one, a rule written by keyboard, why she is in, the list narrowed by it, a broken one. */
import { expect, it } from 'vitest';
import { lookAt, looks } from '../helpers/looks.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { postPanel } from '../helpers/pages/posts.ts';
import { segmentsPage } from '../helpers/pages/segments.ts';
import { shell } from '../helpers/pages/shell.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import { seedDemoWithout } from '../helpers/seed-demo.ts';

const screens = useScreens({ seed: (dataDir) => seedDemoWithout(dataDir, ['friend_segments']), context: { reducedMotion: 'reduce' } });
const look = (what: string) => lookAt(screens, `segments-${what}`, [looks.light, looks.dark, looks.wide, looks.small]);
const counted = async (rule: object) => (await screens.call<{ total: number }>('segments.count', { rule })).total;
const leaf = (test: object, not = false) => ({ not, test });
const all = (...items: object[]) => ({ archived: 'no', root: { not: false, all: true, items } });

it('offers ready-made ones while there are none, with how many would be in each', async () => {
  const { page } = screens;
  await shell(page).go('segments');
  await see(page.getByText('还没有人群')).toBeVisible();
  const starter = page.getByRole('button', { name: /30 天没联系的真实客户/ });
  await see(starter).toContainText(/现在 \d+ 位/);
  await look('empty');
  await starter.click();
  const segments = segmentsPage(page);
  await see(segments.name).toHaveValue('30 天没联系的真实客户');
  await see(segments.condition('信任等级').locator('.rule-count')).toHaveText(/\d+ 位/);
  await press(page, 'Control+s');
  await told(page, '已存下人群「30 天没联系的真实客户」');
  await see(segments.row('30 天没联系的真实客户')).toBeVisible();
});

it('writes a rule by keyboard: conditions, a group, the opposite; each says its own count', async () => {
  const { page } = screens;
  const segments = segmentsPage(page);
  await page.getByRole('main').click({ position: { x: 5, y: 5 } });
  // at once, as a quick person does: the name is where the keys go
  await press(page, 'n');
  await page.keyboard.type('成都的女客户');
  await see(segments.name).toHaveValue('成都的女客户');
  await see(segments.people).toContainText('加一个条件，就知道有多少人。');
  await segments.add('性别');
  await see(segments.condition('性别').getByRole('combobox')).toBeFocused();
  await see(segments.condition('性别')).toContainText('还没选好，先不算');
  await page.keyboard.type('女');
  await press(page, 'Enter', 'Escape');
  const women = await counted(all(leaf({ field: 'gender', values: ['female'] })));
  await see(segments.condition('性别').locator('.rule-count')).toHaveText(`${women} 位`);
  await segments.total(women);
  await segments.root.getByRole('button', { name: '＋ 加一组' }).click();
  const inner = page.getByRole('group', { name: '一组条件' });
  await segments.add('地区', inner);
  await page.keyboard.type('成都');
  await segments.add('等级', inner);
  await page.keyboard.type('铁粉');
  await press(page, 'Enter', 'Escape');
  const rule = all(leaf({ field: 'gender', values: ['female'] }), {
    not: false,
    all: false,
    items: [leaf({ field: 'region', text: '成都' }), leaf({ field: 'level', values: [6] })],
  });
  await segments.total(await counted(rule));
  await segments.condition('地区').getByRole('button', { name: '反过来：地区' }).click();
  await see(segments.condition('地区').getByRole('button', { name: '反过来：地区' })).toHaveText('不是');
  await segments.condition('地区').getByRole('button', { name: '反过来：地区' }).click();
  await press(page, 'Control+s');
  await told(page, '已存下人群「成都的女客户」');
  await look('rule');
});

it('tells why somebody is in, and why somebody else is not', async () => {
  const { page } = screens;
  const segments = segmentsPage(page);
  await segments.people
    .getByRole('button', { name: /为什么$/ })
    .first()
    .click();
  await see(segments.people.getByText(/^在里面/)).toBeVisible();
  await see(segments.people.getByRole('img', { name: '符合', exact: true }).first()).toBeVisible();
  await look('why');
  await segments.people.getByRole('textbox', { name: '查一位好友在不在里面' }).fill('查无此人');
  await see(segments.people.getByText('没有找到「查无此人」')).toBeVisible();
});

it('narrows the list of friends, and keeps a filter of that list as a segment', async () => {
  const { page } = screens;
  const segments = segmentsPage(page);
  const total = await segments.people.locator('.segment-total b').innerText();
  await segments.people.getByRole('button', { name: `看这 ${total} 位` }).click();
  await shell(page).settled('friends');
  const friends = friendsPage(page);
  await see(friends.filters.getByRole('button', { name: '筛选：人群：成都的女客户' })).toBeVisible();
  await see(friends.rows).toHaveCount(Math.min(Number(total), await friends.rows.count()));
  await look('friends');
  await friends.filters.getByRole('button', { name: '清除筛选：人群' }).click();
  await friends.filters.getByRole('button', { name: '筛选：等级' }).click();
  // by key: the small window is still opening, and what lies under the pointer would be another row
  await page.getByRole('checkbox', { name: '5 忠诚客户' }).focus();
  await press(page, 'Space');
  await see(friends.filters.getByRole('button', { name: '筛选：等级：忠诚客户' })).toBeVisible();
  await page.getByRole('checkbox', { name: '6 铁粉客户' }).click();
  await see(friends.filters.getByRole('button', { name: '筛选：等级：忠诚客户、铁粉客户' })).toBeVisible();
  await press(page, 'Escape');
  await friends.filters.getByRole('button', { name: '存成人群' }).click();
  await page.getByRole('textbox', { name: '起个名字' }).fill('老客户');
  await press(page, 'Enter');
  await told(page, '已存下人群「老客户」');
  const list = await screens.call<{ name: string; rule: object }[]>('segments.list');
  expect(list.find(({ name }) => name === '老客户')?.rule).toEqual(all(leaf({ field: 'level', values: [5, 6] })));
});

it('shows a segment whose tag is gone as broken, never as everybody, and whole again after 撤销', async () => {
  const { page } = screens;
  const tag = await screens.call<{ id: number }>('tags.create', { name: '要删的', groupId: null, color: null });
  const rule = all(leaf({ field: 'tags', mode: 'none', tagIds: [tag.id] }));
  await screens.call('segments.create', { name: '没有那个标签', note: '', rule });
  await screens.call('tags.delete', { ids: [tag.id] });
  await shell(page).go('segments');
  const segments = segmentsPage(page);
  await see(segments.row('没有那个标签')).toContainText('坏了');
  await segments.row('没有那个标签').click();
  await see(segments.people).toContainText('用到的东西已经删除，现在不算任何人');
  await see(segments.condition('标签')).toContainText('用到的东西已经删除，请换一个');
  await look('broken');
  await press(page, 'Control+z');
  await see(segments.row('没有那个标签')).not.toContainText('坏了');
  await see(segments.people.locator('.segment-total b')).toHaveText(/\d/);
});

it('shows a post to some only: live heads, what to tick in WeChat, a segment turned into a tag', async () => {
  const { page } = screens;
  await shell(page).go('calendar');
  await press(page, 'n');
  const picker = postPanel(page).panel.getByRole('group', { name: '给谁看', exact: true });
  await picker.getByText('只给谁看').click();
  await see(picker).toContainText('还没选给谁看：现在没有人能看到');
  await picker.getByRole('button', { name: '筛选：人群' }).click();
  await page.getByRole('checkbox', { name: '老客户' }).click();
  await press(page, 'Escape');
  await see(picker.locator('.audience-heads b')).toHaveText(/^\d+$/);
  await see(picker).toContainText('微信不认识人群「老客户」');
  await look('audience');
  await picker.getByRole('button', { name: '给这些人打上标签' }).click();
  await page.getByRole('button', { name: /^给 \d+ 位打上标签$/ }).click();
  await told(page, /已给 \d+ 位好友打上「老客户」/);
  await see(picker.getByRole('list', { name: '要在微信里勾的标签' })).toContainText('老客户');
});

it('writes a rule that puts a tag on by itself: who would get it, what the run did, and the run taken back', async () => {
  const { page } = screens;
  const tag = await screens.call<{ id: number }>('tags.create', { name: '成都人', groupId: null, color: null });
  const meant = await counted(all(leaf({ field: 'region', text: '成都' })));
  const carry = () => counted(all(leaf({ field: 'tags', mode: 'any', tagIds: [tag.id] })));
  await shell(page).go('tags');
  await page.getByRole('radiogroup', { name: '看什么' }).getByText('自动规则').click();
  await page.getByRole('button', { name: '写第一条规则' }).click();
  await see(page.getByRole('textbox', { name: '名字' })).toBeFocused();
  await page.keyboard.type('住在成都');
  await segmentsPage(page).add('地区');
  await page.keyboard.type('成都');
  const preview = page.getByRole('complementary', { name: '先看看' });
  await page.getByRole('combobox', { name: '就打上' }).fill('成都人');
  await press(page, 'Enter', 'Escape');
  await see(preview).toContainText(`会打上 ${meant} 位`);
  await look('tag-rule');
  await press(page, 'Control+s');
  await told(page, '已存下规则「住在成都」，每天和导入后会自己运行');
  const row = page.getByRole('list', { name: '规则' }).getByRole('button');
  await see(row).toContainText(`符合 ${meant} 位`);
  await page.getByRole('button', { name: '运行一次' }).click();
  await page.getByRole('button', { name: `打上 ${meant} 个，拿掉 0 个` }).click();
  await told(page, `打上 ${meant} 个标签，拿掉 0 个`);
  await see(row).toContainText(`现在 ${meant} 位带着`);
  expect(await carry()).toBe(meant);
  await page.getByRole('region', { name: '做过什么' }).getByRole('button', { name: /撤销/ }).click();
  await see(page.getByRole('region', { name: '做过什么' })).toContainText('已撤销');
  expect(await carry()).toBe(0);
});
