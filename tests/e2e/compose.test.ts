/** Words for the right people: written with a second look, kept over a death, posted by keyboard, their results told and compared. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import type { Post } from '../../shared/contracts/calendar.ts';
import type { Saved } from '../../shared/contracts/common.ts';
import { friendInput } from '../helpers/contact-files.ts';
import { dropFiles } from '../helpers/drop.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { pick } from '../helpers/pages/calendar.ts';
import { composer, insightsPage, wordList } from '../helpers/pages/compose.ts';
import { sendingPage } from '../helpers/pages/sending.ts';
import { shell } from '../helpers/pages/shell.ts';
import { pasteElsewhere, pastePicture } from '../helpers/paste.ts';
import { png } from '../helpers/pictures.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import { openTestApp, TestClock } from '../helpers/test-app.ts';

/** Two accounts, an old customer and another friend, a piece with a title, an order that comes after whatever is posted now. */
async function seed(dataDir: string): Promise<void> {
  const book = await openTestApp({ dataDir, clock: new TestClock(Date.now()) });
  await book.call('settings.set', { key: 'app.firstRunDone', value: true });
  const account = { wxid: null, role: null, category: null, capacity: 10_000, standing: 'normal', note: null };
  await book.call<Saved>('accounts.create', { name: '小号', ...account });
  const zhang = await book.call<Saved>('friends.create', friendInput(1, '张姐 3号楼'));
  await book.call<Saved>('friends.create', friendInput(1, '王阿姨'));
  const tag = await book.call<Saved>('tags.create', { name: '老顾客', groupId: null, color: null });
  await book.call('tags.assign', { selection: { by: 'ids', ids: [zhang.id] }, tagIds: [tag.id] });
  // whatever the hour of the test is
  await book.call('settings.set', { key: 'guard.quiet', value: { from: 0, to: 0 } });
  for (const hours of [1, 20, 40])
    await book.call('touches.log', {
      selection: { by: 'ids', ids: [zhang.id] },
      ...{ touchpoint: 'private', direction: 'out', at: Date.now() - hours * 3_600_000, note: '', kind: 'liveInvite' },
    });
  book.ctx.db
    .sql("INSERT INTO contents (title, text, category, form, search_text, created_at, updated_at) VALUES (?, ?, ?, 'text', '', 1, 1)")
    .run('橙子怎么挑', '看脐、掂重、闻香', 'tips');
  book.ctx.db
    .sql(
      `INSERT INTO orders (account_id, source, identity, occurrence, buyer_name, buyer_key, receiver, phone, address, at, precision, status,
         status_text, amount_fen, refund_fen, note, seller_note, extra, created_at, updated_at)
       VALUES (1, 'ktt', 'order-1', 0, '王阿姨', '', '', '', '', ?, 0, 1, '', 9900, 0, '', '', '{}', 0, 0)`,
    )
    .run(Date.now() + 6 * 3_600_000);
  await book.app.close();
}

const screens = useScreens({ seed, permissions: ['clipboard-write'] });
beforeAll(() => shell(screens.page).go('calendar'));
const panel = () => composer(screens.page);
const posts = () => screens.call<Post[]>('posts.list', { fromAt: 0, toAt: 4e12, accountId: null });
const clipboard = async () => {
  const { text } = await pasteElsewhere(screens.context);
  await screens.page.bringToFront();
  return text;
};
const words = '今天早上五点去果园，露水还挂着。\n给你留了两箱最甜的，你家孩子爱吃的那种。';

it('shows what is worth a second look, and the post as it stands on a phone', async () => {
  const { page } = screens;
  await press(page, 'n');
  await panel().text.fill('家人们冲啊！！！！！！全网最低价 99 元\n一\n二\n三\n四\n五\n六\n七，{称呼}{称乎}');
  await see(panel().hints).toContainText('绝对化用语');
  await see(panel().hints).toContainText('是对一群人说的');
  await see(panel().panel).toContainText('{称呼} 在这里换不成好友自己的，会原样发出去');
  await see(panel().panel).toContainText('{称乎} 不认识。是不是 {称呼}？');
  await see(panel().panel).toContainText('朋友圈里会折叠');
  await panel().panel.getByRole('button', { name: '手机上看' }).click();
  await see(panel().phone.getByRole('button', { name: '全文' })).toBeVisible();
  await lookAt(screens, 'compose-hints', [looks.light, looks.dark, looks.wide, looks.wideDark]);
  await panel().text.fill(words);
  await see(panel().hints).toHaveCount(0);
  await see(panel().phone).toContainText('露水还挂着');
});

it('takes an emoji at the cursor, and cuts pictures that are pasted or dragged in as a moment does', async () => {
  const { page } = screens;
  await panel().text.fill('早安');
  await press(page, 'Home');
  await panel().panel.getByRole('button', { name: '加表情' }).click();
  await page.getByRole('group', { name: '表情' }).getByRole('button', { name: '🍊' }).click();
  await see(panel().text).toHaveValue('🍊早安');
  await see(panel().text).toBeFocused();
  await page.keyboard.type('，');
  await see(panel().text).toHaveValue('🍊，早安');
  const shown = panel().phone.locator('li img');
  await pastePicture(panel().text, png(30, 60, 1));
  await see(shown).toHaveCount(1);
  const others = Array.from({ length: 8 }, (_, n) => [`${n + 2}.png`, png(n % 2 === 0 ? 90 : 30, 45, 20 * n)] as const);
  await dropFiles(panel().text, Object.fromEntries(others));
  await see(shown).toHaveCount(9);
  /** columns, rows, and whether each is a square that its picture fills */
  const grid = () =>
    shown.evaluateAll((pictures) => {
      const boxes = pictures.map((picture) => picture.closest('li')!.getBoundingClientRect());
      const lines = (side: 'x' | 'y') => new Set(boxes.map((box) => Math.round(box[side]))).size;
      const isCut = pictures.every(
        (picture) => getComputedStyle(picture).objectFit === 'cover' && (picture as HTMLImageElement).naturalWidth > 0,
      );
      return { columns: lines('x'), rows: lines('y'), square: boxes.every(({ width, height }) => Math.abs(width - height) < 1), isCut };
    });
  await see.poll(grid).toEqual({ columns: 3, rows: 3, square: true, isCut: true });
  await screens.shoot('compose-grid');
  const remove = async (from: number, to: number) => {
    for (let place = from; place >= to; place--)
      await panel()
        .panel.getByRole('button', { name: `移除第 ${place} 张图` })
        .click();
  };
  await remove(9, 5);
  await see(shown).toHaveCount(4);
  await see.poll(grid).toEqual({ columns: 2, rows: 2, square: true, isCut: true });
  // one alone keeps its shape
  await remove(4, 2);
  await see(shown).toHaveCount(1);
  await see.poll(grid).toEqual({ columns: 1, rows: 1, square: false, isCut: true });
  await remove(1, 1);
  await panel().text.fill(words);
});

it('lets her change the list of words while nothing of it stands in the text, and in the settings', async () => {
  const { page } = screens;
  const own = words.slice(0, 2);
  const list = wordList(page);
  await panel().panel.getByRole('button', { name: '改词表' }).click();
  await list.add(own, '秒杀');
  await list.save();
  await see(panel().hints).toContainText('你自己加的词');
  await panel().hints.getByRole('button', { name: own, exact: true }).click();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(own);
  await press(page, 'Escape', 'Escape');
  await shell(page).go('settings');
  const writing = page.getByRole('region', { name: '内容和发送' });
  await writing.getByRole('button', { name: '改词表' }).click();
  await see(list.dialog).toContainText('秒杀');
  await list.dialog.getByRole('button', { name: '换回原来的词' }).click();
  await see(list.dialog).not.toContainText('秒杀');
  await list.save();
  // her phone folds after one line; a number beyond its range ends at it; 恢复默认 brings back the first ones
  await writing.getByRole('button', { name: '改行数' }).click();
  const lines = page.getByRole('spinbutton', { name: '折叠前露出' });
  await lines.fill('99');
  await press(page, 'Tab');
  await see(lines).toHaveValue('30');
  await lines.fill('1');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await see(writing).toContainText('先露 1 行，一行约 19 个字（据反馈）。（改过）');
  await writing.getByRole('button', { name: '改比例' }).click();
  const offers = page.getByRole('spinbutton', { name: '促销不超过' });
  await offers.fill('55');
  await lookAt(screens, 'settings-mix', [looks.light, looks.dark]);
  await page.getByRole('button', { name: '恢复默认' }).click();
  await see(offers).toHaveValue('40');
  await offers.fill('50');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await see(writing).toContainText('促销不超过 50%');
  // what was being written waits in the calendar, without the hint
  await shell(page).go('calendar');
  await page.getByRole('button', { name: '继续写' }).click();
  await see(panel().text).toHaveValue(words);
  await see(panel().hints).toHaveCount(0);
  await see(panel().panel).toContainText('先露约 1 行（据反馈）');
});

it('is written for some, from two accounts, and nothing of it is lost when the page dies', async () => {
  const { page } = screens;
  await panel().panel.getByText('只给谁看').click();
  await panel()
    .panel.getByRole('button', { name: /^筛选：标签/ })
    .click();
  await page.getByRole('checkbox', { name: /老顾客/ }).check();
  await press(page, 'Escape');
  await see(panel().panel).toContainText('1 位好友');
  await panel().panel.getByRole('button', { name: '别的号也发' }).click();
  await pick(panel().alsoAccounts, '小号');
  await press(page, 'Escape');
  // the panel says that it is kept; then the program dies without a word
  await see(panel().panel).toContainText('草稿已存，关掉也不丢');
  screens.watch.serverGone = true;
  await screens.server.kill();
  await screens.restart();
  await shell(page).go('calendar');
  await page.getByRole('button', { name: '继续写' }).click();
  await see(panel().text).toHaveValue(words);
  await see(panel().panel).toContainText('1 位好友');
  await see(panel().panel.getByRole('button', { name: /^筛选：标签.*老顾客/ })).toBeVisible();
  await press(page, 'Control+Enter');
  await told(page, '已保存');
  const saved = await posts();
  expect(saved.map(({ accountId, siblings, audience }) => [accountId, siblings, audience.mode]).sort()).toEqual([
    [1, 1, 'only'],
    [2, 1, 'only'],
  ]);
});

it('goes out by two keys, and what came of it is told with numbers and Enter', async () => {
  const { page } = screens;
  await press(page, 'c');
  await told(page, `剪贴板：文字，${[...words].length} 字`);
  expect(await clipboard()).toBe(words);
  // with a variable left in it, it can be kept, but neither copied nor marked
  await panel().text.fill(`{称呼}，${words}`);
  await see(panel().panel.getByRole('alert')).toContainText('{称呼} 在这里换不成好友自己的');
  await press(page, 'Control+Enter');
  await told(page, '修改已保存');
  for (const key of ['c', 'x']) {
    await press(page, key);
    const refusal = shell(page).toast.getByRole('alert').filter({ hasText: '这条还不能发：文字里有没填好的变量' });
    await refusal.getByRole('button', { name: '关闭提示' }).click();
    await see(refusal).toHaveCount(0);
  }
  expect(await clipboard()).toBe(words);
  await panel().text.fill(words);
  await press(page, 'Control+Enter');
  await told(page, '修改已保存');
  await press(page, 'c');
  await told(page, `剪贴板：文字，${[...words].length} 字`);
  await press(page, 'x');
  await told(page, '已标为已发');
  await panel()
    .panel.getByRole('button', { name: /^记效果/ })
    .click();
  await see(panel().count('赞')).toBeFocused();
  await page.keyboard.type('12');
  await press(page, 'Tab');
  await page.keyboard.type('3');
  // Esc folds the form, it throws nothing away and closes nothing else
  await press(page, 'Escape');
  await see(panel().results).toHaveCount(0);
  await panel().panel.getByRole('button', { name: '接着记效果' }).click();
  await see(panel().count('评论')).toHaveValue('3');
  await see(panel().results).toContainText('这三天里的订单，哪些是它带来的？');
  await panel()
    .results.getByRole('checkbox', { name: /^王阿姨 ¥99\.00/ })
    .check();
  await panel().count('成交').fill('1');
  await press(page, 'Enter');
  await told(page, '效果记下了');
  await see(panel().told).toContainText('赞12');
  await see(panel().told).toContainText('带来 1 单，¥99.00');
});

it('a private message cannot be marked as posted: it becomes a queue, and says while it is written who would be tired of it', async () => {
  const { page } = screens;
  await press(page, 'Escape', 'Escape');
  await press(page, 'n');
  await panel().text.fill('{称呼}，给你留的橙子到了');
  // the same people have just seen the moment of before
  await see(panel().reach).toContainText('前后三天，这些人看过 1 条');
  await see(panel().panel.getByRole('alert')).toContainText('「发到哪里」选「私聊」');
  await panel().channel('私聊').click();
  await see(panel().panel.getByRole('alert')).toHaveCount(0);
  // as one of them would get it, before any list is made
  await see(panel().panel.getByRole('region', { name: '发给一位好友的样子' })).toContainText('，给你留的橙子到了');
  await see(panel().reach).toContainText('2 位里有 1 位到那时还不宜打扰，会先等着');
  await press(page, 'Control+Enter');
  await told(page, '已保存');
  await see(panel().panel.getByRole('button', { name: '一位一位发' })).toBeVisible();
  await see(panel().panel.getByRole('button', { name: '标为已发' })).toHaveCount(0);
  await lookAt(screens, 'compose-private', [looks.light, looks.dark]);
  await press(page, 'c');
  const dialog = sendingPage(page).dialog('新的发送名单');
  await see(dialog.getByRole('textbox', { name: '要说的话' })).toHaveValue('{称呼}，给你留的橙子到了');
  await see(dialog.getByRole('region', { name: '发之前先看' })).toContainText('2 位进名单，现在可以发 1 位，1 位先等着');
  await press(page, 'Control+Enter');
  await told(page, '2 位；日历里这条标为已发');
  await sendingPage(page).current('王阿姨');
  const made = (await posts()).find(({ channel }) => channel === 'private');
  expect(made).toMatchObject({ state: 'posted', heads: null });
});

it('is seen in the mix and the comparison; a silent stretch leads to a new post on its day', async () => {
  const { page } = screens;
  await shell(page).go('insights');
  const { mix, compare } = insightsPage(page);
  await see(mix).toContainText('最近发过的 2 条');
  await see(mix).toContainText('促销不超过 50%');
  await mix.getByText('各等级、各人群看到的是什么样').click();
  const everyone = mix.getByRole('row', { name: /泛流量/ });
  await see(everyone).toContainText('内容还太少');
  await lookAt(screens, 'insights-audiences', [looks.light, looks.dark]);
  await everyone.getByRole('button', { name: /泛流量/ }).click();
  await see(mix.getByRole('radio', { name: '只看这些人看到的' })).toBeChecked();
  await mix.getByText('全部内容', { exact: true }).click();
  await see(compare).toContainText('记了 1 条的效果：还太少，看不出谁更好');
  const life = compare.getByRole('row', { name: /生活/ });
  await see(life).toContainText('太少，还不好说');
  // the chart goes out as a picture that says by itself what it is, and as a table
  const out = async (kind: '存成图片' | '存成表格') => {
    await compare.getByRole('button', { name: '存下「什么样的内容管用？」' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: kind }).click()]);
    await told(page, /^存好了：铁粉簿什么样的内容管用/);
    return readFileSync(await file.path());
  };
  const picture = await out('存成图片');
  expect([picture.subarray(1, 4).toString(), picture.readUInt32BE(16) >= 1520, picture.length > 20_000]).toEqual(['PNG', true, true]);
  expect((await out('存成表格')).toString()).toContain('类别,发了,记了效果');
  // a number opens the very posts it counts, and a post its place in the calendar
  await life.getByRole('button', { name: /^看「生活」的/ }).click();
  await page.getByRole('dialog', { name: '「生活」发了这些' }).getByRole('listitem').first().getByRole('button').click();
  await see(panel().panel).toBeVisible();
  await page.goBack();
  await see(compare).toBeVisible();
  // so do the numbers of the mix and the weeks of its line, by keyboard too
  await mix.getByRole('button', { name: '看最近发过的全部 2 条' }).focus();
  await press(page, 'Tab', 'Enter');
  const counted = page.getByRole('dialog', { name: /^最近发过的「/ });
  await see(counted.getByRole('listitem')).not.toHaveCount(0);
  await lookAt(screens, 'insights-posts', [looks.light, looks.dark]);
  await press(page, 'Escape');
  await see(counted).toHaveCount(0);
  await mix
    .getByRole('button', { name: /那周：/ })
    .last()
    .click();
  await page
    .getByRole('dialog', { name: /那周发的$/ })
    .getByRole('listitem')
    .first()
    .getByRole('button')
    .click();
  await see(panel().panel).toBeVisible();
  await page.goBack();
  await see(compare).toBeVisible();
  await mix
    .getByRole('button', { name: /写一条/ })
    .first()
    .click();
  await see(panel().category('生活')).toBeChecked();
  await see(panel().text).toBeFocused();
  await press(page, 'Escape', 'Escape');
  await see(panel().panel).toHaveCount(0);
});

it('names a winning title only when it is one, and gives it to the piece', async () => {
  const { page } = screens;
  await shell(page).go('insights');
  const { titles, titleCount } = insightsPage(page);
  await titles.getByRole('button', { name: '试几个标题' }).click();
  await page.getByRole('button', { name: '从素材库选一条' }).click();
  await page.getByRole('dialog').getByRole('article').first().click();
  await see(page.getByRole('textbox', { name: '第 1 个标题' })).toHaveValue('橙子怎么挑');
  await page.getByRole('textbox', { name: '第 2 个标题' }).fill('看三处，橙子准甜');
  await page.getByRole('button', { name: '开始比' }).click();
  await see(titles).toContainText('太少，每个标题至少要 50 人看到');
  const tell = async (title: string, shown: string, responded: string) => {
    await titleCount(title, '看到').fill(shown);
    await titleCount(title, '回应').fill(responded);
    await press(page, 'Enter');
  };
  await tell('橙子怎么挑', '200', '10');
  await tell('看三处，橙子准甜', '200', '12');
  await see(titles).toContainText('看不出差别');
  await tell('看三处，橙子准甜', '200', '60');
  await see(titles).toContainText('「看三处，橙子准甜」赢了，碰巧的可能不到 1%');
  await lookAt(screens, 'insights', [looks.light, looks.dark, looks.wide, looks.wideDark]);
  await titles.getByRole('button', { name: '用它：看三处，橙子准甜' }).click();
  await told(page, '素材已换上这个标题');
  await see(titles).toContainText('比完的 1 次');
});

it('shows a week from the side of one friend', async () => {
  const { page } = screens;
  await shell(page).go('friends');
  await page.getByText('张姐 3号楼').first().click();
  await page.getByRole('button', { name: '这一周看到什么' }).click();
  const week = page.getByRole('dialog', { name: '站在张姐 3号楼那边看' });
  await see(week).toContainText('今天早上五点去果园');
  await lookAt(screens, 'friend-week', [looks.light, looks.dark]);
  // of the queue that was made of the private post somebody may go now, and it weighs on her day
  await press(page, 'Escape');
  await page.getByText('王阿姨').first().click();
  await page.getByRole('button', { name: '这一周看到什么' }).click();
  const hers = page.getByRole('dialog', { name: '站在王阿姨那边看' });
  await see(hers.getByRole('listitem').filter({ hasText: '发送名单' }).last()).toContainText('排好了 · 打扰 +2');
  await see(hers.getByText(/^打扰 (1\.[5-9]|2) \/ 3$/).first()).toBeVisible();
});
