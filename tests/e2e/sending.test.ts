/** 发送: a queue of thirty, two of them held by the guard and one sent all the same with a reason; the program dies in the middle; by keyboard. */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { Saved } from '../../shared/contracts/common.ts';
import type { TimelineItem } from '../../shared/contracts/friends.ts';
import type { QueueSummary } from '../../shared/contracts/sending.ts';
import { friendInput } from '../helpers/contact-files.ts';
import { pressOn } from '../helpers/keyboard.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { holdCards, sendingPage } from '../helpers/pages/sending.ts';
import { shell } from '../helpers/pages/shell.ts';
import { pasteElsewhere } from '../helpers/paste.ts';
import { png } from '../helpers/pictures.ts';
import { artifacts, press, see, told, useScreens } from '../helpers/screens.ts';

const screens = useScreens({ context: { reducedMotion: 'reduce' } });
const names = Array.from({ length: 30 }, (_, i) => `${'王李张赵陈周'[i % 6]}姐${i + 1} 号楼`);
const ids: number[] = [];
const [busy, quiet] = [4, 8];
const words = '{称呼|朋友}，丑橘到了，甜的，给你留一箱？';
const pasted = async () => {
  const found = await pasteElsewhere(screens.context);
  await screens.page.bringToFront();
  return found;
};
const clipboard = async () => (await pasted()).text;
/** A picture of the book, `width` × 30. */
async function addPicture(width: number): Promise<number> {
  const fileId = await screens.page.evaluate(
    async ([bytes, name]) => {
      const headers = { authorization: `Bearer ${sessionStorage.getItem('tiefen.token')}`, 'content-type': 'application/octet-stream' };
      const answer = await fetch(`/files?name=${name}`, { method: 'POST', headers, body: Uint8Array.from(bytes) });
      return ((await answer.json()) as { fileId: string }).fileId;
    },
    [Array.from(png(width, 30)), `${width}.png`] as const,
  );
  return (await screens.call<Saved>('posts.addAsset', { fileId })).id;
}
/** One press for each of them, as soon as it is their turn; `first` = how many are done after the first. */
async function copyEach(friends: readonly string[], first: number): Promise<void> {
  const desk = sendingPage(screens.page);
  for (const [i, name] of friends.entries()) {
    await desk.current(name);
    await press(screens.page, 'c');
    await desk.progress(first + i, 30);
  }
}
const look = (what: string) => lookAt(screens, `sending-${what}`, [looks.light, looks.dark, looks.wide, looks.wideDark]);

beforeAll(async () => {
  const { call, page } = screens;
  await page.getByRole('button', { name: /^从空白开始/ }).click();
  // whatever the hour of the test is
  await call('settings.set', { key: 'guard.quiet', value: { from: 0, to: 0 } });
  for (const name of names) ids.push((await call<Saved>('friends.create', friendInput(1, name, {}))).id);
  const at = Date.now();
  for (const hours of [1, 20, 40])
    await call('touches.log', {
      selection: { by: 'ids', ids: [ids[busy]] },
      touchpoint: 'private',
      direction: 'out',
      at: at - hours * 3_600_000,
      note: '直播开了',
      kind: 'liveInvite',
    });
});

it('an empty page says what to do; a new queue shows before it begins what it will be', async () => {
  const { page } = screens;
  await shell(page).go('sending');
  await see(page.getByRole('heading', { name: '还没有要一位一位发的名单' })).toBeVisible();
  await look('empty');
  await press(page, 'n');
  const dialog = sendingPage(page).dialog('新的发送名单');
  await dialog.getByRole('textbox', { name: '要说的话' }).focus();
  await page.keyboard.type('{称呼');
  await see(dialog.getByRole('alert')).toContainText('没有配对的');
  await dialog.getByRole('textbox', { name: '要说的话' }).fill(words);
  await dialog.getByRole('textbox', { name: '名单的名字' }).fill('丑橘到货');
  // nobody is chosen until she says so
  await see(dialog.getByRole('button', { name: '建名单' })).toBeDisabled();
  await dialog.getByText('所有好友', { exact: true }).click();
  const preview = dialog.getByRole('region', { name: '发之前先看' });
  await see(preview).toContainText('30 位进名单');
  await see(preview).toContainText('现在可以发 29 位');
  await see(preview).toContainText('1 位先等着');
  await look('new');
  // what is refused is told over none of its buttons, however high it is
  screens.watch.refusalsOf.add('content.addAsset');
  await dialog.getByLabel('选择图片或视频').setInputFiles({ name: '橙子.png', mimeType: 'image/png', buffer: Buffer.from('不是图') });
  const refused = page.getByRole('status', { name: '提示' }).getByRole('alert');
  await see(refused).toContainText('不是图片');
  const top = async () => (await refused.boundingBox())!.y;
  const foot = async () => {
    const { y, height } = (await dialog.getByRole('button', { name: /^建名单/ }).boundingBox())!;
    return y + height;
  };
  await see.poll(async () => (await foot()) <= (await top())).toBe(true);
  await page.screenshot({ path: join(artifacts, 'sending-refused-picture.png') });
  await press(page, 'Control+Enter');
  await told(page, '名单「丑橘到货」建好了，30 位');
  await sendingPage(page).current(names[0]!);
});

it('one press copies her words, notes the contact and goes on; undo gives her back', async () => {
  const { page, call } = screens;
  const desk = sendingPage(page);
  await see(desk.words(names[0]!)).toHaveValue(/丑橘到了/);
  const own = await desk.words(names[0]!).inputValue();
  await press(page, 'c');
  await told(page, `剪贴板：给「${names[0]}」的话，${[...own].length} 字，记为已发；下一位「${names[1]}」`);
  expect(await clipboard()).toBe(own);
  await desk.current(names[1]!);
  await desk.progress(1, 30);
  // the list tells that she waits again before her card does: the key is answered when it does
  const letCardsCome = await holdCards(page);
  await press(page, 'Control+z');
  await told(page, '已撤销');
  await desk.progress(0, 30);
  expect((await call<QueueSummary[]>('sending.queues'))[0]).toMatchObject({ sent: 0, waiting: 30 });
  await press(page, 'ArrowUp');
  await desk.current(names[0]!);
  await press(page, 'c');
  letCardsCome();
  await desk.progress(1, 30);
});

it('words for her alone, skip, snooze and a reply each have a key', async () => {
  const { page } = screens;
  const desk = sendingPage(page);
  await desk.current(names[1]!);
  await press(page, 'e');
  await see(desk.words(names[1]!)).toBeFocused();
  await press(page, 'End');
  await page.keyboard.type('就等你一句话');
  await press(page, 'Escape', 'c');
  await desk.progress(2, 30);
  expect(await clipboard()).toContain('就等你一句话');
  await desk.current(names[2]!);
  await press(page, 's');
  await told(page, `这次跳过「${names[2]}」`);
  await desk.current(names[3]!);
  await look('card');
  await press(page, 'z');
  await desk.dialog(/晚点再发/).waitFor();
  await press(page, 'Enter');
  await told(page, `「${names[3]}」推到`);
  await see(desk.item(new RegExp(`^${names[3]} 推到`))).toBeVisible();
  // the fifth is held by the guard and is passed over
  await desk.current(names[5]!);
  await see(desk.item(new RegExp(`^${names[busy]} .*以后`))).toBeVisible();
  await press(page, 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'r');
  await told(page, `记下「${names[0]}」回了你`);
});

it('is there after the program died, and goes on with who is next', async () => {
  const { page, call, server, watch } = screens;
  const desk = sendingPage(page);
  // somebody asks for no more adverts while the queue runs
  const { id } = await call<Saved>('tags.create', { name: '勿扰', groupId: null, color: null });
  await call('tags.assign', { selection: { by: 'ids', ids: [ids[quiet]] }, tagIds: [id] });
  await see(desk.item(new RegExp(`^${names[quiet]} 勿扰`))).toBeVisible();
  await press(page, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
  // those in between are held by the guard, snoozed or carry the tag
  await copyEach(
    names.slice(5, 15).filter((name) => name !== names[quiet]),
    4,
  );
  watch.serverGone = true;
  await server.kill();
  await see(page.getByRole('dialog', { name: '铁粉簿没有回应' })).toBeVisible();
  await screens.restart();
  await shell(page).go('today');
  await see(page.getByRole('navigation', { name: '一位一位发' })).toContainText('现在可以发 15 位');
  await look('today');
  await shell(page).go('sending');
  await see(desk.queue('丑橘到货')).toContainText('12 / 30');
  await look('queues');
  await page.getByRole('button', { name: /^丑橘到货/ }).press('Enter');
  await desk.progress(12, 30);
  await copyEach(names.slice(15), 13);
  await see(desk.status).toContainText('现在没有能发的');
});

it('the guard holds two: one is sent all the same, with a reason that stays in her timeline', async () => {
  const { page, call } = screens;
  const desk = sendingPage(page);
  await desk.item(new RegExp(`^${names[busy]}`)).press('Enter');
  await desk.current(names[busy]!);
  await press(page, 'c');
  const dialog = desk.dialog(`仍要发给「${names[busy]}」？`);
  await see(dialog).toContainText('直播邀请');
  await look('override');
  await dialog.getByRole('radio', { name: '刚问过这个' }).press('Space');
  await dialog.getByRole('button', { name: '复制并记下理由' }).press('Enter');
  await desk.progress(28, 30);
  const timeline = await call<TimelineItem[]>('friends.timeline', { friendId: ids[busy], limit: 20 });
  expect(timeline.find(({ kind }) => kind === 'touch')?.details).toMatchObject({ kind: 'privateAdvert', overrideReason: '刚问过这个' });
  await desk.item(new RegExp(`^${names[quiet]}`)).press('Enter');
  await desk.current(names[quiet]!);
  await see(desk.card).toContainText('不要发广告');
  await press(page, 's');
  await desk.progress(29, 30);
  await desk.item(new RegExp(`^${names[3]}`)).press('Enter');
  await desk.current(names[3]!);
  await page.getByRole('button', { name: '现在就发' }).press('Enter');
  await see(page.getByRole('button', { name: '现在就发' })).toHaveCount(0);
  await press(page, 'c');
  await see(page.getByRole('heading', { name: '「丑橘到货」发完了' })).toBeVisible();
  await look('done');
});

it('a key pressed while a card is on its way is answered for that friend; a list that rests copies nothing', async () => {
  const { page, call } = screens;
  const desk = sendingPage(page);
  await call('sending.create', {
    name: '慢慢来',
    source: { by: 'selection', selection: { by: 'ids', ids: ids.slice(21, 25) } },
    kind: 'service',
    text: '{称呼}，{地区}到货了',
    assetIds: [],
    contentId: null,
    keepMissing: true,
  });
  await shell(page).go('sending');
  await page.getByRole('button', { name: /^慢慢来/ }).press('Enter');
  await desk.current(names[21]!);
  const before = await clipboard();
  // a variable nobody filled would be read as it stands
  await press(page, 'c');
  await told(page, '{地区} 还没有填上，没有复制');
  await see(desk.card.getByRole('button', { name: '缺资料' })).toBeDisabled();
  await page.getByRole('button', { name: '先停着' }).press('Enter');
  await see(page.getByRole('button', { name: '接着发' })).toBeVisible();
  await press(page, 'c');
  await told(page, '这份名单先停着，没有复制');
  expect(await clipboard()).toBe(before);
  await page.getByRole('button', { name: '接着发' }).press('Enter');
  await see(page.getByRole('button', { name: '先停着' })).toBeVisible();
  const letCardsCome = await holdCards(page);
  await desk.item(new RegExp(`^${names[23]}`)).press('Enter');
  await see(page.getByRole('status', { name: '正在读取' })).toBeVisible();
  await press(page, 's');
  letCardsCome();
  await told(page, `这次跳过「${names[23]}」`);
  await desk.progress(1, 4);
});

it('when the system refuses the clipboard nothing is marked as sent', async () => {
  const { page, call } = screens;
  const desk = sendingPage(page);
  await call('sending.create', {
    name: '到货通知',
    source: { by: 'selection', selection: { by: 'ids', ids: [ids[quiet], ids[20]] } },
    kind: 'service',
    text: '货到了',
    assetIds: [await addPicture(40), await addPicture(50)],
    contentId: null,
    keepMissing: false,
  });
  await shell(page).go('sending');
  await page.getByRole('button', { name: /^到货通知/ }).press('Enter');
  await desk.current(names[quiet]!);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('refused', 'NotAllowedError'));
  });
  await press(page, 'c');
  await see(desk.card.getByRole('alert')).toContainText('没有复制成功');
  await desk.progress(0, 2);
  expect((await call<QueueSummary[]>('sending.queues'))[0]).toMatchObject({ name: '到货通知', sent: 0 });
  await look('refused');
  // by hand
  await press(page, 'e', 'Control+a', 'Control+c', 'Escape');
  expect(await clipboard()).toBe('货到了');
  await pressOn(desk.card.getByRole('button', { name: '发好了，记为已发' }));
  await told(page, `「${names[quiet]!}」记为已发；下一位「${names[20]!}」`);
  await desk.progress(1, 2);
  await press(page, 'Control+z');
  await desk.progress(0, 2);
  // by the phone
  await press(page, 'ArrowUp');
  await desk.current(names[quiet]!);
  await pressOn(desk.card.getByRole('button', { name: '二维码' }));
  const code = desk.dialog(/^扫到手机上/);
  await see(code.getByRole('img', { name: '二维码，第 1 张，共 1 张' })).toBeVisible();
  await look('qr');
  await pressOn(code.getByRole('button', { name: '手机上发好了，记为已发' }));
  await desk.progress(1, 2);
  expect(await call<TimelineItem[]>('friends.timeline', { friendId: ids[quiet], limit: 1 })).toMatchObject([
    { kind: 'touch', details: { kind: 'service' } },
  ]);
  // the clipboard again: her words, then picture after picture, each told as it is
  await page.evaluate(() => Reflect.deleteProperty(navigator.clipboard, 'writeText'));
  await desk.current(names[20]!);
  await press(page, 'c');
  await told(page, `剪贴板：给「${names[20]!}」的话，3 字，接着按 c 复制第 1 张图`);
  expect(await pasted()).toEqual({ text: '货到了', files: [], sizes: [] });
  await press(page, 'c');
  await told(page, `剪贴板：给「${names[20]!}」的第 1 张图，接着按 c 复制下一张图`);
  expect(await pasted()).toEqual({ text: '', files: ['image/png'], sizes: ['40×30'] });
  await desk.progress(1, 2);
  await press(page, 'c');
  await told(page, `剪贴板：给「${names[20]!}」的第 2 张图，记为已发`);
  expect((await pasted()).sizes).toEqual(['50×30']);
  await desk.progress(2, 2);
});

it('the friend’s panel and the settings tell the budget', async () => {
  const { page } = screens;
  await page.goto(`${screens.server.origin}/#/friends?id=${ids[busy]}`);
  const meter = page.getByRole('region', { name: '打扰预算' });
  await see(meter).toContainText('私聊广告');
  await see(page.getByText(/不宜打扰时仍要发：刚问过这个/)).toBeVisible();
  await look('panel');
  await shell(page).go('settings');
  const budget = page.getByRole('region', { name: '打扰预算' });
  const weight = budget.getByRole('spinbutton', { name: '私聊广告算多重' });
  await see(weight).toHaveAttribute('aria-valuenow', '3');
  // what it is at first and what it may be stands beside it, and there is a way back
  await see(weight).toHaveAccessibleDescription('默认 3，可填 0–20');
  await weight.fill('2.5');
  await press(page, 'Tab');
  const back = budget.getByRole('button', { name: '私聊广告算多重：改回默认' });
  await see(back).toBeVisible();
  await weight.scrollIntoViewIfNeeded();
  await look('settings');
  await back.click();
  await see(weight).toHaveAttribute('aria-valuenow', '3');
  await see(back).toHaveCount(0);
});
