/** Planning in the calendar: slots filled from the library, many posts at once, own days, series, files; by mouse and by keys. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import type { Post } from '../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../shared/contracts/calendar-events.ts';
import type { Saved } from '../../shared/contracts/common.ts';
import { pickByKeys, pressOn, tabTo } from '../helpers/keyboard.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { calendarPage, pick } from '../helpers/pages/calendar.ts';
import { postPanel, todayPage } from '../helpers/pages/posts.ts';
import { shell } from '../helpers/pages/shell.ts';
import { pasteElsewhere } from '../helpers/paste.ts';
import { png } from '../helpers/pictures.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import { openTestApp, TestClock } from '../helpers/test-app.ts';

/** Two accounts and a small library. */
async function seed(dataDir: string): Promise<void> {
  const book = await openTestApp({ dataDir, clock: new TestClock(Date.now()) });
  await book.call('settings.set', { key: 'app.firstRunDone', value: true });
  const account = { wxid: null, role: null, category: null, capacity: 10_000, standing: 'normal', note: null };
  await book.call<Saved>('accounts.create', { name: '小号（水果）', ...account });
  const insert = book.ctx.db.sql(
    "INSERT INTO contents (title, text, category, form, search_text, created_at, updated_at) VALUES (?, ?, ?, 'text', '', 1, 1)",
  );
  for (const piece of [
    ['阳台上的早餐', '周末的早餐，从一颗橙子开始。', 'life'],
    ['橙子怎么挑', '看脐、掂重、闻香：三步挑到甜橙子。', 'tips'],
    ['脐橙开团', '赣南脐橙，五斤 39.9，周四截团。', 'offer'],
    ['你家孩子爱吃哪种', '砂糖橘还是丑橘？评论里说一声。', 'interaction'],
    ['三口之家的一箱橙', '老客户李姐：一箱吃了两周，颗颗不酸。', 'case'],
  ])
    insert.run(...piece);
  await book.app.close();
}

const screens = useScreens({ seed });
beforeAll(() => shell(screens.page).go('calendar'));
const day = 86_400_000;
const at = (days: number, hours: number, minutes = 0) =>
  new Date(new Date().setHours(hours, minutes, 0, 0) + days * day).setHours(hours, minutes, 0, 0);
/** Days from today to the Monday of next week. */
const nextMonday = 7 - ((new Date().getDay() + 6) % 7);
const posts = () => screens.call<Post[]>('posts.list', { fromAt: 0, toAt: 4e12, accountId: null });
const plain = { accountId: 1, category: 'life', state: 'scheduled', assetIds: [] };
const allLooks = [looks.light, looks.dark, looks.wide, looks.wideDark];

it('by keys: says when what goes out, sees free slots faintly, and fills the week from the library in one action', async () => {
  const { page } = screens;
  const calendar = calendarPage(page);
  await shell(page).command('gddq', /^固定档期/);
  const dialog = shell(page).dialog(/固定档期/);
  for (const [weekday, time, kind] of [
    ['周一', '08:00', '生活'],
    ['周二', '20:00', '干货'],
    ['周三', '12:30', '互动'],
    ['周四', '20:00', '促销'],
    ['周六', '09:00', '案例'],
  ] as const) {
    await pressOn(dialog.getByRole('button', { name: `${weekday}加一个档期` }));
    await tabTo(dialog.getByLabel(new RegExp(`^${weekday} .* 的时间`)), { back: true });
    await page.keyboard.type(time);
    await tabTo(dialog.getByRole('combobox', { name: new RegExp(`^${weekday} .* 发什么`) }));
    await pickByKeys(page, kind);
  }
  await screens.shoot('calendar-slots-dialog');
  await pressOn(dialog.getByRole('button', { name: '存下档期' }));
  await told(page, '一周 5 条');

  await press(page, 'w', ']');
  await see(calendar.free).toHaveCount(5);
  await lookAt(screens, 'calendar-free-slots', [looks.light, looks.dark]);
  await shell(page).command('scpm', /^用素材库排满/);
  const fill = shell(page).dialog('用素材库排满这一周');
  await see(fill.getByRole('listitem')).toHaveCount(5);
  await see(fill.getByRole('listitem').first()).toContainText('档期要「生活」；还没用过');
  await lookAt(screens, 'calendar-fill', allLooks);
  await pressOn(fill.getByRole('button', { name: / 空着$/ }).last());
  await pressOn(fill.getByRole('button', { name: '排上 4 条' }));
  await told(page, '排上了 4 条');
  await see(calendar.free).toHaveCount(1);
  await press(page, 'Control+z');
  await see(calendar.free).toHaveCount(5);
  await press(page, 'Control+Shift+Z');
  await see(calendar.free).toHaveCount(1);
});

it('writes for a free slot with one click, for two accounts at once, and changes both', async () => {
  const { page } = screens;
  const [calendar, panel] = [calendarPage(page), postPanel(page)];
  await calendar.free.click();
  await see(panel.category('案例')).toBeChecked();
  await panel.text.fill('周六说说李姐');
  await panel.panel.getByText('别的号也发').click();
  const also = panel.panel.getByRole('combobox', { name: '同时发的微信号' });
  await see(also).toBeVisible();
  if ((await also.getAttribute('aria-expanded')) === 'true') await press(page, 'Escape');
  await pick(also, '小号（水果）');
  await panel.text.click();
  await panel.save.click();
  await told(page, '已保存');
  const pair = (await posts()).filter(({ text }) => text === '周六说说李姐');
  expect(pair.map(({ siblings }) => siblings)).toEqual([1, 1]);
  await panel.text.fill('周六说说李姐和她的橙');
  await panel.panel.getByRole('checkbox', { name: '另外 1 个微信号的也一起改' }).check();
  await panel.save.click();
  await told(page, '修改已保存');
  expect((await posts()).filter(({ text }) => text === '周六说说李姐和她的橙')).toHaveLength(2);
  await press(page, 'Escape', 'Escape');
});

it('chooses many with the mouse and the keys, moves, copies, marks and deletes them in one action each', async () => {
  const { page } = screens;
  const calendar = calendarPage(page);
  await press(page, 'm');
  const chips = calendar.posts;
  const before = (await posts()).map(({ scheduledAt }) => scheduledAt);
  await chips.nth(0).click({ modifiers: ['Control'] });
  await chips.nth(2).click({ modifiers: ['Shift'] });
  await see(calendar.bar.getByText('已选 3 条')).toBeVisible();
  await lookAt(screens, 'calendar-chosen', allLooks);
  await calendar.bar.getByRole('button', { name: '后一天' }).click();
  await told(page, '3 条移好了');
  // what is said lies over the bar, not on its buttons
  const said = page.locator('.toast', { hasText: '3 条移好了' });
  await expect
    .poll(async () => {
      const [toast, bar] = [await said.boundingBox(), await calendar.bar.boundingBox()];
      return toast !== null && bar !== null && toast.y + toast.height <= bar.y;
    })
    .toBe(true);
  const moved = (await posts()).map(({ scheduledAt }) => scheduledAt);
  expect(moved.filter((time) => !before.includes(time))).toHaveLength(3);
  await press(page, 'Control+z');
  await expect.poll(async () => (await posts()).map(({ scheduledAt }) => scheduledAt)).toEqual(before);

  await press(page, 'Alt+Shift+ArrowDown');
  await told(page, '3 条复制好了');
  expect(await posts()).toHaveLength(before.length + 3);
  await press(page, 'Alt+ArrowRight');
  await told(page, '3 条移好了');
  await press(page, 'Delete');
  await told(page, '已删除 3 条');
  await expect.poll(async () => (await posts()).length).toBe(before.length);
  await press(page, 'Control+z');
  await expect.poll(async () => (await posts()).length).toBe(before.length + 3);
  await see(calendar.bar).toHaveCount(0);

  const all = before.length;
  // the copies lie a week later
  const states = async () => (await posts()).slice(0, all).map(({ state }) => state);
  await press(page, 'w');
  await see(chips).toHaveCount(all);
  await press(page, 'Control+a');
  await see(calendar.bar.getByText(`已选 ${all} 条`)).toBeVisible();
  await pressOn(calendar.bar.getByRole('button', { name: '标为已发' }), { most: 120 });
  await told(page, `${all} 条标为已发`);
  expect(await states()).toEqual(Array(all).fill('posted'));
  await press(page, 'Control+z');
  await expect.poll(states).toEqual(Array(all).fill('scheduled'));
  await pressOn(calendar.bar.getByRole('button', { name: '选中的内容改为…' }));
  await see(page.getByRole('menuitem', { name: '改为已排' })).toBeFocused();
  await press(page, 'ArrowUp');
  await see(page.getByRole('menuitem', { name: '跳过' })).toBeFocused();
  await press(page, 'Enter');
  await told(page, `${all} 条跳过了`);
  expect(await states()).toEqual(Array(all).fill('skipped'));
  await press(page, 'Control+z');
  await expect.poll(states).toEqual(Array(all).fill('scheduled'));
  await press(page, 'Escape');
  await see(calendar.bar).toHaveCount(0);
  await press(page, 'm');
});

it('drags a post to another day, with Alt a copy of it', async () => {
  const { page } = screens;
  const calendar = calendarPage(page);
  const [first] = (await posts()) as [Post];
  const drag = async (days: number, alt: boolean) => {
    const chip = (await calendar.post(first.id).boundingBox())!;
    const cell = (await calendar.cell(first.scheduledAt + days * day).boundingBox())!;
    await page.mouse.move(chip.x + 20, chip.y + 8);
    await page.mouse.down();
    await page.mouse.move(cell.x + 40, cell.y + 60, { steps: 8 });
    if (alt) await page.keyboard.down('Alt');
    await page.mouse.move(cell.x + 44, cell.y + 62, { steps: 2 });
    await page.mouse.up();
    if (alt) await page.keyboard.up('Alt');
  };
  await drag(1, false);
  await told(page, '移到');
  expect((await screens.call<Post>('posts.get', { id: first.id })).scheduledAt).toBe(first.scheduledAt + day);
  await press(page, 'Control+z');
  await expect.poll(async () => (await screens.call<Post>('posts.get', { id: first.id })).scheduledAt).toBe(first.scheduledAt);
  const before = (await posts()).map(({ id }) => id);
  await drag(2, true);
  await told(page, '复制到');
  const copies = (await posts()).filter(({ id }) => !before.includes(id));
  expect(copies.map(({ text, scheduledAt }) => [text, scheduledAt])).toEqual([[first.text, first.scheduledAt + 2 * day]]);
  await press(page, 'Control+z');
  await expect.poll(async () => (await posts()).length).toBe(before.length);
});

it('drags a post to another hour of the week, and Escape puts one back', async () => {
  const { page } = screens;
  const calendar = calendarPage(page);
  const { id } = await screens.call<Saved>('posts.create', { ...plain, text: '今天中午的一条', scheduledAt: at(0, 12) });
  const where = async () => (await screens.call<Post>('posts.get', { id })).scheduledAt;
  await press(page, 't', 'w');
  const take = async () => {
    await calendar.post(id).scrollIntoViewIfNeeded();
    const from = (await calendar.post(id).boundingBox())!;
    await page.mouse.move(from.x + 20, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(from.x + 22, from.y + 68, { steps: 6 });
    await see(page.locator('.board-event.dragging').last()).toBeVisible();
  };
  await take();
  await press(page, 'Escape');
  await page.mouse.up();
  await see(postPanel(page).panel).toHaveCount(0);
  expect(await where()).toBe(at(0, 12));
  await take();
  await page.mouse.up();
  await told(page, '移到');
  expect(await where()).toBeGreaterThan(at(0, 12));
  await screens.call('posts.deleteMany', { ids: [id] });
  await press(page, 'm');
});

it('shows all of a full day over the month; a post is dragged out of it, and Escape puts one back', async () => {
  const { page } = screens;
  const calendar = calendarPage(page);
  const noon = at(0, 12);
  const made: number[] = [];
  for (let n = 0; n < 7; n++) {
    const { id } = await screens.call<Saved>('posts.create', { ...plain, text: `今天的第 ${n + 1} 条`, scheduledAt: noon + n * 60_000 });
    made.push(id);
  }
  await press(page, 't', 'm');
  const today = calendar.cell(noon);
  const more = today.getByRole('button', { name: /^还有 \d+ 条$/ });
  await more.click();
  const all = calendar.unfolded;
  await see(all.getByRole('button', { name: /今天的第/ })).toHaveCount(7);
  await see(all.getByRole('button', { name: '关闭' })).toBeFocused();
  await lookAt(screens, 'calendar-full-day', [looks.light, looks.dark]);
  await press(page, 'Escape');
  await see(all).toHaveCount(0);
  await see(more).toBeFocused();
  await press(page, 'Enter', ']', '[');
  await see(more).toBeVisible();
  await see(all).toHaveCount(0);

  await more.click();
  const last = made[6] as number;
  const [chip, where] = [all.locator(`[data-post="${last}"]`), () => screens.call<Post>('posts.get', { id: last })];
  // on the last day shown there is nothing below: go up a week instead
  const days = (await calendar.cell(noon + 7 * day).count()) > 0 ? 7 : -7;
  const take = async () => {
    await chip.scrollIntoViewIfNeeded();
    const from = (await chip.boundingBox())!;
    await page.mouse.move(from.x + 20, from.y + 8);
    await page.mouse.down();
    const to = (await calendar.cell(noon + days * day).boundingBox())!;
    await page.mouse.move(to.x + 40, to.y + 60, { steps: 6 });
    await see(calendar.cell(noon + days * day)).toHaveAttribute('data-over');
  };
  await take();
  await press(page, 'Escape');
  await page.mouse.up();
  expect((await where()).scheduledAt).toBe(noon + 6 * 60_000);
  // neither does the click that follows on letting go over its own day mean anything
  const drawn = (await today.locator('[data-post]').first().boundingBox())!;
  await page.mouse.move(drawn.x + 20, drawn.y + 8);
  await page.mouse.down();
  await page.mouse.move(drawn.x + 40, drawn.y - 6, { steps: 4 });
  await see(today).toHaveAttribute('data-over');
  await press(page, 'Escape');
  await page.mouse.up();
  await see(postPanel(page).panel).toHaveCount(0);
  await more.click();
  await take();
  await page.mouse.up();
  await told(page, '移到');
  expect((await where()).scheduledAt).toBe(new Date(noon + 6 * 60_000).setDate(new Date(noon).getDate() + days));
  await see(calendar.cell(noon + days * day).locator(`[data-post="${last}"]`)).toBeVisible();
  await screens.call('posts.deleteMany', { ids: made });
});

it('remembers days of her own in every view, and takes them back', async () => {
  const { page } = screens;
  const calendar = calendarPage(page);
  await calendar.tool('记一个日子');
  const dialog = shell(page).dialog('在日历上记一个日子');
  await dialog.getByText('直播', { exact: true }).click();
  await dialog.getByRole('textbox', { name: '名字' }).fill('年货专场');
  await press(page, 'Enter');
  await told(page, '「年货专场」记在日历上了');
  for (const key of ['m', 'w', 'd', 'l']) {
    await press(page, key);
    await see(page.getByText('年货专场').first()).toBeVisible();
  }
  await press(page, 'm');
  await page.getByText('年货专场').first().click();
  await shell(page).dialog('改这个日子').getByRole('button', { name: '删掉' }).click();
  await told(page, '从日历上删掉了');
  await press(page, 'Control+z');
  await see(page.getByText('年货专场').first()).toBeVisible();
});

it('lets a post come back, says what a 31st does, skips one, changes the later ones, ends the series', async () => {
  const { page } = screens;
  const [panel, calendar] = [postPanel(page), calendarPage(page)];
  const { id } = await screens.call<Saved>('posts.create', {
    ...{ accountId: 1, text: '每周一句早安', category: 'life', scheduledAt: at(nextMonday, 7, 30), state: 'scheduled', assetIds: [] },
  });
  await press(page, 't', 'w', ']');
  await calendar.post(id).click();
  await panel.panel.getByRole('button', { name: '定期重复…' }).click();
  const dialog = shell(page).dialog('让这条定期重复');
  const choose = (name: string, title: string) => pick(dialog.getByRole('combobox', { name }), title);
  await choose('多久一次', '每月几号');
  await choose('几号', '31 日');
  await see(dialog.getByText('没有 31 日的月份，排在那个月的最后一天。')).toBeVisible();
  await choose('多久一次', '每年（农历）');
  await dialog.getByRole('checkbox', { name: '闰月' }).check();
  await see(dialog.getByText(/没有闰正月的年份/)).toBeVisible();
  await choose('多久一次', '每周');
  await lookAt(screens, 'calendar-repeat', [looks.light, looks.dark]);
  await dialog.getByRole('button', { name: '开始重复' }).click();
  await told(page, '这条会每周一 07:30重复');
  const series = async () => (await posts()).filter(({ text }) => text.startsWith('每周一句')).length;
  const made = await series();
  expect(made).toBeGreaterThanOrEqual(8);
  await lookAt(screens, 'calendar-series-panel', allLooks);

  await panel.text.fill('每周一句晚安');
  await panel.panel.getByRole('button', { name: '这条和以后的都改…' }).click();
  await shell(page).dialog('这条和以后的都改').getByRole('button', { name: '以后都这样' }).click();
  await told(page, '起每周一 07:30');
  await expect.poll(async () => (await posts()).filter(({ text }) => text === '每周一句晚安').length).toBeGreaterThanOrEqual(8);
  await calendar.tool('定期重复的内容');
  await shell(page).dialog('定期重复的内容').getByRole('button', { name: '停掉' }).click();
  await told(page, '不再重复');
  await expect.poll(series).toBe(0);
  await press(page, 'Escape');
  await press(page, 'Control+z');
  await expect.poll(series).toBeGreaterThanOrEqual(8);
});

it('shows a day and a list, in both themes', async () => {
  const { page } = screens;
  const calendar = calendarPage(page);
  await press(page, 'l', ']', '[');
  await see(calendar.list.first()).toBeVisible();
  await lookAt(screens, 'calendar-list', allLooks);
  await press(page, 'w');
  await lookAt(screens, 'calendar-week-studio', allLooks);
  await press(page, 'd');
  await lookAt(screens, 'calendar-day', allLooks);
  await press(page, 'm');
  await lookAt(screens, 'calendar-month-studio', allLooks);
  // a month whose days off are published
  await page.goto(`${screens.server.origin}/#/calendar?on=2026-10-01`);
  const cellOf = (on: string) => page.locator(`.calendar-board [data-date="${on}"]`);
  await see(cellOf('2026-10-01')).toContainText(/休.*国庆/);
  await see(cellOf('2026-10-10')).toContainText('班');
  await see(cellOf('2026-10-18')).toContainText('重阳');
  await see(cellOf('2026-10-20')).toContainText('十一');
  await lookAt(screens, 'calendar-holidays', [looks.light, looks.dark]);
  await press(page, 't');
});

const evening = '傍晚摘的，今晚就装箱。\n你要的那箱我先留着。';
/** The clipboard as the system may be: it refuses, or takes what it is given again. */
const clipboardRefuses = (how: 'writeText' | 'write') =>
  screens.page.evaluate((name) => {
    navigator.clipboard[name] = () => Promise.reject(new DOMException('refused', 'NotAllowedError'));
  }, how);
const clipboardTakes = () =>
  screens.page.evaluate(() => {
    for (const name of ['writeText', 'write']) Reflect.deleteProperty(navigator.clipboard, name);
  });
const pasted = async () => {
  const found = await pasteElsewhere(screens.context);
  await screens.page.bringToFront();
  return found;
};

it('by keys: writes for the next free slot, moves it to today, and publishes it although the clipboard refuses at first', async () => {
  const { page } = screens;
  const [panel, today] = [postPanel(page), todayPage(page)];
  await press(page, 'n');
  await see(panel.text).toBeFocused();
  await page.keyboard.insertText(evening);
  await panel.pictures.setInputFiles(
    [40, 50, 60].map((width, n) => ({ name: `橙子${n}.png`, mimeType: 'image/png', buffer: png(width, 30, n * 80) })),
  );
  await see(panel.picture(3)).toBeVisible();
  await pressOn(panel.panel.getByRole('button', { name: '下一个空档' }));
  await told(page, '放到了');
  await press(page, 'Control+Enter');
  await told(page, '已保存');
  await see(panel.panel.getByRole('button', { name: '已保存' })).toBeVisible();
  const mine = async () => (await posts()).find(({ text }) => text === evening)!;
  const daysAhead = async () => Math.round((new Date((await mine()).scheduledAt).setHours(12, 0, 0, 0) - at(0, 12)) / day);
  const [weeks, rest] = [Math.floor((await daysAhead()) / 7), (await daysAhead()) % 7];
  await press(page, ...Array<string>(weeks).fill('ArrowDown'), ...Array<string>(rest).fill('ArrowRight'));
  await see(page.locator('.calendar-board .cursor').getByText('傍晚摘的')).toBeVisible();
  for (let ahead = weeks * 7 + rest; ahead > 0; ) {
    await press(page, ahead >= 7 ? 'Alt+ArrowUp' : 'Alt+ArrowLeft');
    ahead -= ahead >= 7 ? 7 : 1;
    await expect.poll(daysAhead).toBe(ahead);
  }
  await press(page, 'Escape');

  await shell(page).jump('today');
  for (let n = 0; n < 40 && !(await today.current.getByText('傍晚摘的').isVisible()); n++) await press(page, 'j');
  const before = await pasted();
  const line = today.current;
  await clipboardRefuses('writeText');
  await press(page, 'c');
  await see(line.getByRole('alert')).toContainText('没有复制成功');
  await see(line.getByRole('button', { name: '复制文字', exact: true })).toHaveCount(1);
  expect(await pasted()).toEqual(before);
  const byHand = line.getByRole('textbox', { name: '自己复制的文字' });
  await tabTo(byHand);
  await lookAt(screens, 'today-refused', [looks.light, looks.dark]);
  await press(page, 'Control+c');
  expect((await pasted()).text).toBe(evening);
  await press(page, 'Escape');
  await clipboardTakes();
  await press(page, 'c');
  await told(page, `剪贴板：文字，${[...evening].length} 字，接着按 c 复制第 1 张图`);
  await see(line.getByRole('alert')).toHaveCount(0);
  expect(await pasted()).toEqual({ text: evening, files: [], sizes: [] });

  await clipboardRefuses('write');
  await press(page, 'c');
  await see(line.getByRole('alert')).toContainText('没有复制成功');
  const saved = page.waitForEvent('download');
  await pressOn(line.getByRole('button', { name: '存到电脑' }));
  expect((await saved).suggestedFilename()).toBe('橙子0.png');
  await clipboardTakes();
  for (const [n, size] of ['40×30', '50×30', '60×30'].entries()) {
    await press(page, 'c');
    await told(page, `剪贴板：第 ${n + 1} 张图，共 3 张${n === 2 ? '，这是最后一张' : ''}`);
    expect(await pasted()).toEqual({ text: '', files: ['image/png'], sizes: [size] });
  }
  await press(page, 'x');
  await told(page, '已标为已发');
  await see(today.done.getByText('傍晚摘的')).toBeVisible();
  expect((await mine()).state).toBe('posted');
  await press(page, 'Control+z');
  await expect.poll(async () => (await mine()).state).toBe('scheduled');
  await press(page, 'Control+Shift+z');
  await expect.poll(async () => (await mine()).state).toBe('posted');
  await shell(page).go('calendar');
});

it('hands the calendar out as .ics, and takes a calendar from elsewhere in after a look', async () => {
  const { page } = screens;
  const calendar = calendarPage(page);
  await calendar.tool('导出日历');
  const dialog = shell(page).dialog('导出内容日历');
  await dialog.getByRole('radio', { name: /ics/ }).check();
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: /^导出/ }).click()]);
  expect(readFileSync((await download.path())!, 'utf8')).toContain('BEGIN:VEVENT');

  const dayText = (moment: number) => new Date(moment).toISOString().slice(0, 10);
  const stamp = (days: number) => dayText(at(days, 12)).replaceAll('-', '');
  const file = `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:${stamp(3)}\r\nSUMMARY:冷链发货\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\nDTSTART:19990101T000000Z\r\nSUMMARY:很久以前\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  const bring = async () => {
    await calendar.tool('导入日历');
    await page
      .getByLabel('文件', { exact: true })
      .setInputFiles({ name: '别处.ics', mimeType: 'text/calendar', buffer: Buffer.from(file) });
  };
  await bring();
  const window = shell(page).dialog('导入日历');
  await see(window.getByText('1 个日子，1 处读不了')).toBeVisible();
  await lookAt(screens, 'calendar-import', [looks.light, looks.dark]);
  await window.getByRole('button', { name: '导入 1 条' }).click();
  await told(page, '导入了 0 条内容、1 个日子');
  const days = await screens.call<CalendarEvent[]>('events.list', { fromOn: dayText(at(0, 12)), toOn: dayText(at(30, 12)) });
  expect(days.map(({ title }) => title)).toContain('冷链发货');
  await bring();
  await see(window.getByText('1 条已经有了，不会重复，1 处读不了')).toBeVisible();
  await see(window.getByRole('button', { name: '没有新的可导入' })).toBeDisabled();
  await press(page, 'Escape');
});
