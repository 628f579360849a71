/** 聊天: read, search, and what chats tell of a friend, over a book with 100,000 messages in one chat. */
import { expect, it } from 'vitest';
import { lookAt, looks } from '../helpers/looks.ts';
import { chatsPage } from '../helpers/pages/chats.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { shell } from '../helpers/pages/shell.ts';
import { pasteElsewhere } from '../helpers/paste.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import {
  bigCount,
  bigGroup,
  hostileName,
  hostileWords,
  kindSamples,
  liJie,
  mothers,
  seedChats,
  smallChats,
} from '../helpers/seed-chats.ts';

const screens = useScreens({
  seed: (dataDir) => seedChats(dataDir, { big: bigCount }),
  context: { reducedMotion: 'reduce' },
});
/** never more message rows than this, whatever the chat holds */
const mostRows = 80;

/** The screen as it stands, in both themes and other sizes. */
const look = (what: string) => lookAt(screens, what, [looks.light, looks.dark, looks.small, looks.wideDark]);

it('lists every conversation, newest first, and narrows to groups', async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  await shell(page).go('chats');
  await see(page.getByText(`${smallChats + 4} 段聊天`)).toBeVisible();
  await see(chats.list.getByRole('option').first()).toBeVisible();
  await see(chats.inList(liJie)).toContainText('我：收到，谢谢姐');
  await see(chats.inList(liJie)).toContainText('4 真实客户');
  await page.getByRole('radiogroup', { name: '私聊还是群聊' }).getByText('群聊').click();
  await see(chats.list.getByRole('option')).toHaveCount(2);
  await look('chats-list');
  await page.getByRole('radiogroup', { name: '私聊还是群聊' }).getByText('全部').click();
  await chats.list.focus();
  await press(page, 'End');
  await see(chats.inList(`老客户${smallChats - 1}`)).toBeVisible();
  expect(await chats.list.getByRole('option').count()).toBeLessThan(60);
  await press(page, 'Home', 'Enter');
});

it('shows every kind of message, and no more of its time than the file knew', async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  await shell(page).go('chats');
  await chats.list.focus();
  await press(page, 'Home');
  await chats.open(liJie);
  await see(chats.messages.getByText('收到，谢谢姐')).toBeInViewport();
  await look('chats-newest');
  await chats.messages.focus();
  const kinds = new Set<string>();
  const gather = async () => {
    for (const kind of await chats.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-kind') ?? ''))) kinds.add(kind);
  };
  await gather();
  for (let screen = 0; screen < 6; screen += 1) {
    await press(page, 'PageUp');
    await see(chats.messages).toHaveAttribute('aria-busy', 'false');
    await gather();
    if (screen < 3) await screens.shoot(`chats-kinds-${screen}`);
  }
  for (const [kind] of kindSamples) expect(kinds).toContain(kind);
  await press(page, 'Home');
  await see(chats.messages.getByText('只知道是哪一天')).toBeVisible();
  await see(chats.messages.getByText('时间不详')).toBeVisible();
  await see(chats.messages.getByText('20:00', { exact: true }).first()).toHaveAttribute('title', /只精确到分钟/);
  await look('chats-oldest');
});

it('takes names and words as text, runs nothing', async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  await chats.find('window.pwned');
  await see(chats.found.first()).toBeVisible();
  await press(page, 'Enter');
  await see(page.getByText(hostileWords).last()).toBeVisible();
  await chats.find(hostileName);
  await see(chats.found.first()).toContainText(hostileName);
  await press(page, 'Enter');
  await see(chats.chat(hostileName)).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined();
  expect(await page.locator('#root script, #root img[onerror], #root svg[onload]').count()).toBe(0);
  await chats.find('');
});

it('finds from one character on, and opens the chat at the message, beside the results', async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  await shell(page).go('friends');
  await press(page, 'Control+Shift+f');
  await see(chats.field).toBeFocused();
  await page.keyboard.type('橘');
  await see(chats.found.first()).toBeVisible();
  await see(chats.results.locator('mark').first()).toHaveText('橘');
  await look('chats-search');
  await chats.find('丑橘多少钱');
  await see(chats.found).toHaveCount(1);
  await press(page, 'Enter');
  await see(chats.chat(liJie)).toBeVisible();
  await see(chats.hit).toContainText('丑橘多少钱一斤');
  await see(chats.hit).toBeInViewport();
  await see(chats.marks.first()).toHaveText('丑橘多少钱');
  await see(chats.field).toBeFocused();
  await look('chats-hit');
  // friends stand above messages
  await chats.find('张妈');
  await see(chats.found.first()).toContainText('张妈');
  await see(chats.results.getByText('好友', { exact: true })).toBeVisible();
  await press(page, 'Escape');
  await see(chats.field).toHaveValue('');
  await see(chats.list).toBeVisible();
});

it('narrows by who said it, what it is, and the open chat', async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  await chats.find('新鲜');
  const filters = page.getByRole('toolbar', { name: '筛选消息' });
  await filters.getByRole('button', { name: '筛选：谁说的' }).click();
  await page.getByRole('radio', { name: '我说的' }).check();
  await press(page, 'Escape');
  await see(chats.foot).toContainText('共 40 条消息');
  await see(chats.found.first()).toContainText('我：');
  await filters.getByRole('button', { name: '筛选：好友' }).click();
  await page.getByRole('textbox', { name: '找好友' }).fill('张妈');
  await page.getByRole('radio', { name: '张妈' }).check();
  await press(page, 'Escape');
  await see(page.getByText('没有找到「新鲜」。')).toBeVisible();
  await filters.getByRole('button', { name: '清除筛选：好友' }).click();
  await see(chats.foot).toContainText('共 40 条消息');
  await filters.getByRole('button', { name: '筛选：群' }).click();
  await page.getByRole('textbox', { name: '找群' }).fill('妈妈');
  await page.getByRole('radio', { name: mothers }).click();
  await see(filters.getByText(`只在「${mothers}」里`)).toBeVisible();
  await filters.getByRole('button', { name: `不再只在「${mothers}」里` }).click();
  await filters.getByRole('button', { name: '只在当前聊天里' }).click();
  await see(filters.getByText(`只在「${liJie}」里`)).toBeVisible();
  await filters.getByRole('button', { name: '筛选：类型' }).click();
  await page.getByRole('checkbox', { name: '转账' }).check();
  await press(page, 'Escape');
  await see(page.getByText('没有找到「新鲜」。')).toBeVisible();
  await page.getByRole('button', { name: '去掉筛选再找' }).click();
  // a page of 50, and the way to the other 30
  await see(chats.foot).toContainText('先找到 50 条消息');
  await page.getByRole('button', { name: '再往前找' }).click();
  await see(chats.foot).toContainText('共 80 条消息');
  await chats.find('');
});

it('keeps the place of what is read when older messages come in above, with few rows in the page', async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  await chats.find(bigGroup);
  await press(page, 'Enter');
  await see(chats.chat(bigGroup)).toContainText(`${bigCount.toLocaleString('en')} 条`);
  await chats.find('');
  await see(chats.messages.getByText(String(bigCount - 1))).toBeInViewport();
  const box = await chats.messages.boundingBox();
  if (!box) throw new Error('no messages');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const jumps: number[] = [];
  let most = 0;
  for (let turn = 0; turn < 60; turn += 1) {
    const before = new Map(await chats.places());
    await page.mouse.wheel(0, -400);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const after = await chats.places();
    const moved = after.flatMap(([id, y]) => (before.has(id) ? [y - (before.get(id) as number)] : []));
    // everything moves together by what was scrolled, never the other way
    if (moved.length > 0) jumps.push(Math.max(...moved) - Math.min(...moved), Math.min(0, ...moved));
    most = Math.max(most, after.length);
  }
  expect(Math.max(...jumps.map(Math.abs))).toBeLessThan(2);
  expect(most).toBeLessThan(mostRows);
  const ids = (await chats.places()).map(([id]) => Number(id));
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
});

it('goes to the oldest, the newest and any day', async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  await chats.messages.focus();
  await press(page, 'Home');
  await see(chats.messages.getByText('早 0 找得到的词')).toBeInViewport();
  await press(page, 'End');
  await see(chats.messages.getByText(String(bigCount - 1))).toBeInViewport();
  await press(page, 'g');
  const date = page.getByRole('textbox', { name: '跳到哪一天' });
  await see(date).toBeFocused();
  const day = new Date(Date.now() - 400 * 86_400_000);
  await page.keyboard.type(`${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`);
  await press(page, 'Enter');
  await see(chats.hit).toBeInViewport();
  await see(chats.messages.getByText(`${day.getMonth() + 1}月${day.getDate()}日`).first()).toBeVisible();
  await see(chats.newest).toBeVisible();
  await press(page, 'j', 'j', 'k');
  await see(chats.current).toBeInViewport();
  await look('chats-day');
  await press(page, 'c');
  await told(page, '剪贴板：这条消息');
  const { text } = await pasteElsewhere(screens.context);
  await see(chats.current).toContainText(text);
  expect(text.length).toBeGreaterThan(0);
  await chats.newest.click();
  await see(chats.messages.getByText(String(bigCount - 1))).toBeInViewport();
});

it('pages through all hits of a common word without drawing them all', async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  await chats.find('找得到的词');
  await see(chats.foot).toContainText('条消息');
  for (let turn = 0; turn < 40; turn += 1) {
    if (/共 103 条/.test((await chats.foot.textContent()) ?? '')) break;
    const more = page.getByRole('button', { name: '再往前找' });
    if (await more.isEnabled().catch(() => false)) await more.click();
    await see(chats.results).toHaveAttribute('aria-busy', 'false');
  }
  await see(chats.foot).toContainText('共 103 条消息');
  for (let turn = 0; turn < 14; turn += 1) await press(page, 'PageDown');
  await see(chats.found.last()).toContainText('早 0 找得到的词');
  expect(await chats.found.count()).toBeLessThan(50);
  await press(page, 'Enter');
  await see(chats.hit).toBeInViewport();
  await press(page, 'Escape');
});

it("tells in a friend's panel what the chats say, and leads back to the words", async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  const friends = friendsPage(page);
  await shell(page).go('friends');
  await friends.row(liJie).click();
  await see(friends.panel.getByRole('heading', { name: '聊天' })).toBeVisible();
  await see(friends.panel.getByText('有来有往')).toBeVisible();
  await see(friends.panel.getByRole('img', { name: /^一周里写消息的时间/ })).toBeVisible();
  await see(friends.panel.getByText(/多半在晚上 \d+ 点到/)).toBeVisible();
  await see(friends.panel.getByText(/问价格 \d+ 次/)).toBeVisible();
  await see(friends.panel.getByText(/^按对方在 .* 写的 \d+ 条消息算/)).toBeVisible();
  await see(friends.panel.getByText('第一次聊天', { exact: true })).toBeVisible();
  const contacts = friends.panel.getByRole('list', { name: '联系记录' }).getByRole('listitem');
  await see(contacts).toHaveCount(3);
  await friends.panel.getByRole('button', { name: '看更早的联系' }).click();
  await see(contacts.nth(3)).toBeVisible();
  await friends.panel.getByRole('heading', { name: '聊天' }).scrollIntoViewIfNeeded();
  await look('friend-chat');
  await friends.panel
    .getByRole('button', { name: /丑橘多少钱一斤/ })
    .first()
    .click();
  await see(chats.chat(liJie)).toBeVisible();
  await see(chats.hit).toContainText('丑橘多少钱一斤');
  // her panel opens beside the conversation too
  await page.getByRole('button', { name: liJie, exact: true }).click();
  await see(friends.panel.getByRole('heading', { name: '聊天' })).toBeVisible();
  await look('chats-panel');
  await press(page, 'Escape');
  await see(friends.panel).toHaveCount(0);
  await shell(page).go('friends');
  await friends.row('没聊过的李四').click();
  await see(friends.panel.getByRole('heading', { level: 2 })).toHaveText('没聊过的李四');
  await see(friends.panel.getByRole('heading', { name: '聊天' })).toHaveCount(0);
});

it('lets her change the words that count as a question, and counts anew', async () => {
  const { page } = screens;
  const { panel, row } = friendsPage(page);
  await shell(page).go('friends');
  await row(liJie).click();
  await see(panel.getByText(/问价格 \d+ 次/)).toBeVisible();
  await panel.getByRole('button', { name: '改关键词' }).click();
  const dialog = page.getByRole('dialog', { name: '哪些词算问过' });
  await look('asked-words');
  await dialog.getByLabel('问价格').fill('丑橘，');
  await dialog.getByRole('button', { name: '保存' }).click();
  await see(dialog).toHaveCount(0);
  await see(panel.locator('mark').filter({ hasText: '丑橘' }).first()).toBeVisible();
  await panel.getByRole('button', { name: '改关键词' }).click();
  await dialog.getByRole('button', { name: '换回原来的词' }).click();
  await dialog.getByRole('button', { name: '保存' }).click();
  await see(panel.locator('mark').filter({ hasText: '多少钱' }).first()).toBeVisible();
  await press(page, 'Escape');
});

it('tells when the friends of a filter, or those chosen, write', async () => {
  const { page } = screens;
  await shell(page).go('friends');
  await page.getByRole('button', { name: '什么时候说话' }).click();
  const dialog = page.getByRole('dialog', { name: /什么时候说话$/ });
  await see(dialog.getByRole('img', { name: /^一周里写消息的时间/ })).toBeVisible();
  await see(dialog.getByText(/^按其中 [\d,]+ 位在 .* 写的 [\d,]+ 条消息算/)).toBeVisible();
  await see(dialog.getByText(/^最好的三个钟头：/)).toBeVisible();
  await look('segment-hours');
  await press(page, 'Escape');
  await see(dialog).toHaveCount(0);
  await friendsPage(page).search.fill('没聊过的李四');
  await see(page.getByText(/^1 位，共/)).toBeVisible();
  await page.getByRole('button', { name: '什么时候说话' }).click();
  await see(page.getByRole('dialog', { name: '这 1 位什么时候说话' }).getByText(/^这些人还没有写来的消息。按所有好友的/)).toBeVisible();
  await see(dialog.getByRole('img')).toHaveCount(0);
  await press(page, 'Escape');
});

it('shows a group with names, and a member who is a friend opens her panel', async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  await shell(page).go('chats');
  await chats.open(mothers);
  await see(chats.messages.getByText('果果妈妈（5 号楼）').first()).toBeVisible();
  await look('chats-group');
  await chats.messages.getByRole('button', { name: '张妈' }).last().click();
  await see(friendsPage(page).panel.getByRole('heading', { level: 2 })).toHaveText('张妈');
});

it('says later whose a chat is, and who somebody of a group is; undo takes it back', async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  await shell(page).go('chats');
  await chats.open(mothers);
  await chats.messages.getByRole('button', { name: '果果妈妈（5 号楼）' }).last().click();
  const dialog = page.getByRole('dialog', { name: '群里的「果果妈妈（5 号楼）」是哪位好友？' });
  await dialog.getByRole('textbox', { name: '找好友' }).fill('没聊过');
  // Enter comes before the answer: it means who was typed, not who stands there still
  await press(page, 'Enter');
  await see(dialog.getByRole('radio', { name: '没聊过的李四' })).toBeChecked();
  await look('chats-stranger');
  await dialog.getByRole('button', { name: '就是「没聊过的李四」' }).click();
  await told(page, '认下了');
  await chats.messages.getByRole('button', { name: '果果妈妈（5 号楼）' }).last().click();
  await see(friendsPage(page).panel.getByRole('heading', { level: 2 })).toHaveText('没聊过的李四');
  await press(page, 'Escape');
  await chats.open(liJie);
  await page.getByRole('button', { name: '这段聊天的更多操作' }).click();
  await page.getByRole('menuitem', { name: '不是这位好友' }).click();
  await see(page.getByText('还不是好友册里的人')).toBeVisible();
  await page.getByRole('button', { name: '撤销' }).click();
  await see(page.getByText('还不是好友册里的人')).toHaveCount(0);
});

it('erases one message, then the whole chat, after asking', async () => {
  const { page } = screens;
  const chats = chatsPage(page);
  await shell(page).go('chats');
  await chats.open(liJie);
  await chats.messages.focus();
  await press(page, 'End', 'Delete');
  const one = page.getByRole('dialog', { name: '删掉这条消息？' });
  await see(one).toContainText('收到，谢谢姐');
  await look('chats-erase');
  await one.getByRole('button', { name: '删掉这条' }).click();
  await told(page, '已删掉这条消息');
  await see(chats.messages.getByText('收到，谢谢姐')).toHaveCount(0);
  await page.getByRole('button', { name: '这段聊天的更多操作' }).click();
  await page.getByRole('menuitem', { name: '删掉这段聊天…' }).click();
  const all = page.getByRole('dialog', { name: `删掉和「${liJie}」的聊天？` });
  await all.getByRole('button', { name: /^删掉 \d+ 条消息$/ }).click();
  await told(page, '已删掉这段聊天');
  await see(page.getByText(`${smallChats + 3} 段聊天`)).toBeVisible();
  await see(chats.inList(liJie)).toHaveCount(0);
  await chats.find('丑橘多少钱');
  await see(page.getByText(/没有找到「丑橘多少钱」/)).toBeVisible();
});
