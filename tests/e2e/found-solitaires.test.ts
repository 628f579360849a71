/** 接龙 in imported group chats: found, looked through, made orders by a click, offered again when they grew. */
import { it } from 'vitest';
import { createApp } from '../../electron/app/create-app.ts';
import { silentLogger } from '../../electron/platform/logger.ts';
import type { FoundSolitaires } from '../../shared/contracts/orders-solitaire.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { bringIn, record } from '../helpers/memory-chats.ts';
import { shell } from '../helpers/pages/shell.ts';
import { see, told, useScreens } from '../helpers/screens.ts';
import { friendNamed, migrationsDir, testWorker } from '../helpers/test-app.ts';

const minute = 60_000;
const hour = 60 * minute;
const group = 'mothers@chatroom';
const list = (title: string, ...lines: string[]) => ['#接龙', title, '', ...lines.map((line, i) => `${i + 1}. ${line}`)].join('\n');
const oranges = '周五到货 赣南脐橙 58元/箱';
const eggs = '土鸡蛋 30枚 45元/板';

/** A group with two lists; orders were made of one of them before it grew. */
async function seed(dataDir: string): Promise<void> {
  const app = await createApp({ dataDir, migrationsDir, host: 'browser', logger: silentLogger, ballastBytes: 0, ...testWorker });
  const call = async <T>(path: string, body: unknown) => ((await app.handle({ path, body })).body as { result: { data: T } }).result.data;
  const now = app.context.clock.now();
  await call('friends.create', friendNamed('青柠'));
  await call('friends.create', friendNamed('楼下李姐', { wxid: 'wxid_li' }));
  const post = (ago: number, senderId: string, senderName: string, text: string) =>
    record({ conversation: group, senderId, senderName, at: now - ago, kind: 'solitaire', text });
  const bring = (...records: ReturnType<typeof post>[]) =>
    bringIn(app.context, { records, conversations: [{ key: group, externalId: group, name: '妈妈团购一群', group: true }] });
  await bring(post(30 * hour, 'wxid_lime', '青柠', list(eggs, '青柠 1板')));
  const [found] = (await call<FoundSolitaires>('solitaire.found', { accountId: null, before: null })).rows;
  const prices = [{ product: '土鸡蛋 30枚', unit: '板', priceFen: 4500 }];
  await call('solitaire.saveFound', { messageId: found!.messageId, index: 0, on: null, prices, answers: {} });
  await bring(
    post(29 * hour, 'wxid_li', '李姐', list(eggs, '青柠 1板', '小李子 2板')),
    post(5 * hour, 'wxid_lime', '青柠', list(oranges, '青柠 2箱 3号楼')),
    post(4 * hour, 'wxid_li', '李姐', list(oranges, '青柠 2箱 3号楼', '小李子 1箱')),
    post(3 * hour, 'wxid_zhou', '老周', `${list(oranges, '青柠 2箱 3号楼', '小李子 1箱', '老周 3箱')}\n5.\n\n谢谢大家\n7. 迟到的 1箱`),
  );
  await app.close();
}

const screens = useScreens({ seed, context: { reducedMotion: 'reduce' } });
const look = (what: string) => lookAt(screens, `found-${what}`, [looks.light, looks.dark, looks.small]);

it('lists what stands in the groups, with what has grown since', async () => {
  const { page } = screens;
  await shell(page).go('orders');
  await page.getByRole('tab', { name: '接龙与团购' }).click();
  const rows = page.getByRole('region', { name: '在群聊里找到的接龙' }).getByRole('listitem');
  await see(rows).toHaveCount(2);
  await see(rows.nth(0)).toContainText('3 版');
  await see(rows.nth(1)).toContainText('有更新');
  await look('list');
});

it('shows all versions as one list, who posted what, and why a line is no order', async () => {
  const { page } = screens;
  await page.getByRole('button', { name: `认一认：${oranges}` }).click();
  const dialog = page.getByRole('dialog', { name: '「妈妈团购一群」里的接龙' });
  await see(dialog.getByText('文字里有 5 行，认出 3 单，看不懂 2 行，数目对得上。')).toBeVisible();
  await see(dialog.getByRole('region', { name: '没有记成订单的行' }).getByRole('listitem')).toHaveCount(2);
  await see(dialog.getByText('只有序号，后面没有写字，没有记成订单')).toBeVisible();
  await dialog.getByRole('combobox', { name: '第 2 行是谁' }).click();
  await see(page.getByText('楼下李姐（接龙是这位发的，像 93%）')).toBeVisible();
  await look('proposed');
  await page.getByText('楼下李姐（接龙是这位发的，像 93%）').click();
  await look('review');
  await dialog.getByRole('button', { name: '存成 3 单' }).click();
  await told(page, '接龙已存好：新记 3 单');
  await see(page.getByText('3 单，共 ¥348.00，3 单没付（¥348.00）')).toBeVisible();
  await page.getByRole('button', { name: '返回' }).click();
  await see(page.getByText('已经存过')).toBeVisible();
});

it('takes only what is new of a list that has grown', async () => {
  const { page } = screens;
  await page.getByRole('button', { name: `看更新：${eggs}` }).click();
  await see(page.getByText(/接着上次的/)).toBeVisible();
  await page.getByRole('button', { name: '存成 2 单' }).click();
  await told(page, '接龙已存好：新记 1 单');
});

it('stands in the history of imports, and says what taking it back means', async () => {
  const { page } = screens;
  await shell(page).go('import');
  const history = page.getByRole('region', { name: '导入过的' });
  await see(history.getByRole('button', { name: `撤回导入「接龙：${oranges}」` })).toBeVisible();
  await look('history');
  await history.getByRole('button', { name: `撤回导入「接龙：${oranges}」` }).click();
  const dialog = page.getByRole('dialog');
  await see(dialog.getByText('这一批带来的 3 单（¥348.00）会拿走。')).toBeVisible();
  await look('undo');
  await dialog.getByRole('button', { name: '撤回，拿走 3 单' }).click();
  await told(page, `已撤回导入「接龙：${oranges}」，拿走 3 单（¥348.00）`);
});
