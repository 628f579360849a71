/** 素材库: written, tried on a friend, with pictures and a video; found, used, put back; nothing lost when the program dies. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import type { Saved } from '../../shared/contracts/common.ts';
import type { ContentPage, ContentPiece } from '../../shared/contracts/content.ts';
import { friendInput } from '../helpers/contact-files.ts';
import { dropFiles } from '../helpers/drop.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { libraryPage } from '../helpers/pages/library.ts';
import { shell } from '../helpers/pages/shell.ts';
import { pastePicture } from '../helpers/paste.ts';
import { png } from '../helpers/pictures.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import { mp4 } from '../helpers/videos.ts';

const screens = useScreens({ context: { reducedMotion: 'reduce' }, permissions: ['clipboard-write'] });
const look = (what: string) => lookAt(screens, `library-${what}`, [looks.light, looks.dark, looks.wide]);
const library = () => libraryPage(screens.page);
const pieces = async () => (await screens.call<ContentPage>('content.list', { filter: {}, sort: 'newest', offset: 0, limit: 50 })).items;
const piece = async (title: string) =>
  screens.call<ContentPiece>('content.get', { id: (await pieces()).find((one) => one.title === title)?.id ?? 0 });

beforeAll(async () => {
  const { page, call } = screens;
  await page.getByRole('button', { name: /^从空白开始/ }).click();
  const birthday = { calendar: 'solar', year: null, month: 5, day: 3, leap: false } as const;
  const zhang = await call<Saved>('friends.create', friendInput(1, '张姐 3号楼', { birthday }));
  await call('trust.setLevel', { selection: { by: 'ids', ids: [zhang.id] }, level: 5, reason: '老顾客' });
  await call<Saved>('friends.create', friendInput(1, '。。。', {}));
});

it('begins with one button, and three pieces to look at', async () => {
  const { page } = screens;
  await shell(page).go('library');
  await see(page.getByRole('heading', { name: /把说过的好话存起来/ })).toBeVisible();
  await look('empty');
  await page.getByRole('button', { name: '放三条样例看看' }).click();
  await see(library().list.getByRole('article')).toHaveCount(3);
  await told(page, '放进了三条样例');
});

it('is written by keyboard, with words of its own for a channel, and tried on a friend', async () => {
  const { page } = screens;
  await press(page, 'n');
  await see(library().text).toBeFocused();
  await library().text.fill('{称乎}，新一批脐橙到了');
  await see(library().problems).toContainText('{称乎} 不认识。是不是 {称呼}？');
  await library().text.fill('{称呼}，新一批脐橙到了，{等级≥4：给你留着|可以先尝尝}。');
  await see(library().problems).toHaveCount(0);
  await library().preview.getByRole('combobox').fill('张姐');
  // Enter comes before the answer: it means who was typed, not who stands there still
  await press(page, 'Enter');
  await see(library().preview).toContainText('张姐，新一批脐橙到了，给你留着。');
  await library().preview.getByRole('button', { name: '看看有多少好友会空着' }).click();
  await see(library().preview).toContainText('2 位好友里有 1 位会空着：称呼 1 位');
  await library().title.fill('脐橙上新');
  await library().channel('小红书').click();
  await library().text.fill('这箱橙子我能吃一个冬天');
  await press(page, 'Control+Enter');
  await told(page, '已存进素材库');
  expect(await piece('脐橙上新')).toMatchObject({ channels: ['xiaohongshu'], text: expect.stringContaining('{称呼}') as string });
  await library().channel('通用').click();
  await look('panel');
});

it('takes pictures and videos by what they are, and says what is wrong with others', async () => {
  const { page, watch } = screens;
  watch.refusalsOf.add('content.addAsset');
  const choose = async (...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
    library().panel.getByLabel('选择图片或视频').setInputFiles(files);
  // dragged in, pasted, chosen: what it is shows in its bytes, not in its name
  const seen = library().assets.getByRole('button', { name: /^看第/ });
  await dropFiles(library().text, { '橙子.png': png(40, 30, 1) });
  await see(seen).toHaveCount(1);
  await pastePicture(library().text, png(20, 20, 3));
  await see(seen).toHaveCount(2);
  await choose({ name: '海报.jpg', mimeType: 'image/jpeg', buffer: png(30, 40, 2) });
  await see(seen).toHaveCount(3);
  await see(library().text).toHaveValue(/^\{称呼\}，新一批/);
  await choose({ name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1') });
  await see(page.getByRole('alert')).toContainText('HEIC');
  await page.getByRole('alert').getByRole('button', { name: '关闭提示' }).click();
  await choose({ name: '一.mp4', mimeType: 'video/mp4', buffer: mp4({ width: 720, height: 1280, durationMs: 15_000 }) });
  await see(page.getByRole('alert')).toContainText('视频要单独放');
  await page.getByRole('alert').getByRole('button', { name: '关闭提示' }).click();
  for (const place of [3, 2])
    await library()
      .assets.getByRole('button', { name: `移除第 ${place} 张图` })
      .click();
  await library().save();
  await told(page, '修改已保存');
  const saved = await piece('脐橙上新');
  expect(saved).toMatchObject({ form: 'pictures', versions: 1, assets: [{ name: '橙子.png', hasThumb: true }] });
});

it('keeps the words as they were, shows what was changed, and puts them back', async () => {
  const { page } = screens;
  await library().text.fill('改成了别的话');
  await library().save();
  await see(library().panel.getByRole('button', { name: '版本 2' })).toBeVisible();
  await library().panel.getByRole('button', { name: '版本 2' }).click();
  const versions = library().panel.getByRole('list', { name: '以前的版本' });
  await see(versions.getByRole('listitem').first().locator('del').first()).toBeVisible();
  await look('versions');
  await versions.getByRole('button', { name: '换回改之前' }).first().click();
  await told(page, '已换回那时的样子');
  await see(library().text).toHaveValue(/^\{称呼\}，新一批脐橙到了/);
  await page.getByRole('button', { name: '撤销' }).first().click();
  await see(library().text).toHaveValue('改成了别的话');
});

it('finds by one character, marks it, filters, and looks at lines', async () => {
  const { page } = screens;
  await press(page, 'Escape', 'Escape');
  await see(library().panel).toHaveCount(0);
  await press(page, '/');
  await page.keyboard.type('橙');
  await see(library().list.getByRole('article')).toHaveCount(1);
  await see(library().card('脐橙上新').locator('mark').first()).toHaveText('橙');
  await library().search.fill('');
  // by keys alone: the focus goes in, through the options and back
  await page.getByRole('button', { name: '筛选：类别' }).press('Enter');
  await see(page.getByRole('checkbox', { name: '科普' })).toBeFocused();
  await press(page, 'End', 'ArrowUp', 'ArrowUp');
  await see(page.getByRole('checkbox', { name: '生活' })).toBeFocused();
  await press(page, 'Space');
  await see(library().list.getByRole('article')).toHaveCount(1);
  await press(page, 'Escape');
  await see(page.getByRole('button', { name: '筛选：类别：生活', exact: true })).toBeFocused();
  await page.getByRole('button', { name: '清除筛选：类别' }).click();
  await page.getByRole('button', { name: '一行一条地看' }).click();
  await see(library().list.getByRole('article')).toHaveCount(4);
  await look('list');
  await page.getByRole('button', { name: '看卡片' }).click();
});

it('puts several aside by keys and takes that back', async () => {
  const { page } = screens;
  await press(page, 'Home', 'x', 'j', 'x');
  await see(page.getByRole('region', { name: '选中的素材' })).toContainText('选中 2 条');
  await page.getByRole('region', { name: '选中的素材' }).getByRole('button', { name: '归档' }).click();
  await see(library().list.getByRole('article')).toHaveCount(2);
  await press(page, 'Control+z');
  await see(library().list.getByRole('article')).toHaveCount(4);
});

it('plays a video by parts, and gives it out of the book again', async () => {
  const { page, call } = screens;
  // a real one, drawn by the browser itself
  const film = Buffer.from(
    await page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      const stream = canvas.captureStream(30);
      const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8' });
      const parts: Blob[] = [];
      recorder.ondataavailable = ({ data }) => void parts.push(data);
      const done = new Promise((resolve) => (recorder.onstop = resolve));
      recorder.start();
      for (let frame = 0; frame < 20; frame++) {
        canvas.getContext('2d')!.fillRect(frame * 5, 0, 5, 100);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      recorder.stop();
      await done;
      return Array.from(await new Blob(parts).bytes());
    }),
  );
  await press(page, 'n');
  await see(library().text).toBeFocused();
  // what was saved before is no draft any more
  await see(library().title).toHaveValue('');
  await library().panel.getByLabel('选择图片或视频').setInputFiles({ name: '果园一圈.webm', mimeType: 'video/webm', buffer: film });
  await library()
    .assets.getByRole('button', { name: /^看视频/ })
    .click();
  const dialog = page.getByRole('dialog', { name: '果园一圈.webm' });
  const video = dialog.locator('video');
  await see.poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState)).toBeGreaterThanOrEqual(2);
  expect(await video.evaluate((element: HTMLVideoElement) => [element.error, element.currentSrc.startsWith('blob:')])).toEqual([
    null,
    false,
  ]);
  const [saved] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: '存到电脑' }).click()]);
  expect(saved.suggestedFilename()).toBe('果园一圈.webm');
  expect(readFileSync(await saved.path()).equals(film)).toBe(true);
  await press(page, 'Escape');
  await see(dialog).toHaveCount(0);
  await library().title.fill('去果园看了一圈');
  await library().save();
  await see(library().list.getByRole('article')).toHaveCount(5);
  await press(page, 'Escape', 'Escape');
  await see(library().panel).toHaveCount(0);
  await call('content.delete', { ids: [(await piece('去果园看了一圈')).id] });
  await see(library().list.getByRole('article')).toHaveCount(4);
});

it('goes out as a table and comes in again, with what is unknown said', async () => {
  const { page } = screens;
  const [saved] = await Promise.all([page.waitForEvent('download'), library().tool(/^导出全部（CSV）/)]);
  const table = readFileSync(await saved.path(), 'utf8');
  expect(table).toContain('脐橙上新');
  await library().tool(/^导入素材/);
  const dialog = page.getByRole('dialog', { name: '导入素材' });
  const choose = (text: string) =>
    dialog.getByLabel('文件').setInputFiles({ name: '素材.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await choose(table);
  await see(dialog).toContainText('4 条已经有了，不会重复');
  await see(dialog.getByRole('button', { name: '没有新的可导入' })).toBeDisabled();
  await choose('标题,内容,类别\n秋梨膏,新熬的,日常\n,,生活\n');
  await see(dialog).toContainText('1 条素材，1 行进不来');
  await see(dialog.getByRole('list', { name: '要留意的' })).toContainText('「日常」类别不认识');
  await see(dialog.getByRole('list', { name: '没有导入的' })).toContainText('第 3 行');
  await look('import');
  await dialog.getByRole('button', { name: '导入 1 条' }).click();
  await told(page, '导入了 1 条素材');
  await see(library().card('秋梨膏')).toBeVisible();
  await press(page, 'Control+z');
  await see(library().list.getByRole('article')).toHaveCount(4);
});

it('clears pictures that nothing shows, for good', async () => {
  const { page } = screens;
  await library().tool(/^清理没用上的/);
  const dialog = page.getByRole('dialog', { name: '没用上的图片和视频' });
  // two pictures and a video were taken in, then not used; the video that was refused beside pictures never came in
  await see(dialog.getByRole('checkbox')).toHaveCount(3);
  await look('unused');
  // nothing goes that was not ticked
  await see(dialog.getByRole('button', { name: '先勾上要清掉的' })).toBeDisabled();
  await dialog.getByRole('button', { name: '全选 3 个' }).click();
  await dialog.getByRole('button', { name: /^清掉 3 个/ }).click();
  await told(page, '已清掉 3 个');
  expect(await screens.call('content.unusedAssets')).toMatchObject({ assets: [] });
});

it('keeps what was being written when the program dies', async () => {
  const { page } = screens;
  await press(page, 'n');
  await library().text.fill('写到一半，断电了');
  await see(library().panel).toContainText('草稿已存，关掉也不丢');
  screens.watch.serverGone = true;
  await screens.server.kill();
  await screens.restart();
  await shell(page).go('library');
  await press(page, 'n');
  await see(library().text).toHaveValue('写到一半，断电了');
  await see(library().panel).toContainText('接着上次没保存的内容。');
  await library().panel.getByRole('button', { name: '从头写' }).click();
  await see(library().text).toHaveValue('');
});
