/** What she was told is done stays done when the program dies, and what the command line says when it may not start. */
import { chmodSync, cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it, vi } from 'vitest';
import { people, weflowCsv } from '../helpers/contact-files.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { postPanel, todayPage } from '../helpers/pages/posts.ts';
import { shell } from '../helpers/pages/shell.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import { removeDir, runServer, startServer, tempDir } from '../helpers/server.ts';

const screens = useScreens();
const dirs: string[] = [];
afterAll(() => dirs.forEach(removeDir));

function folder(): string {
  const dir = tempDir();
  dirs.push(dir);
  return dir;
}

async function importPeople(many: number): Promise<void> {
  const { page } = screens;
  await page.getByRole('button', { name: /^导入我的好友/ }).click();
  await shell(page).settled('import');
  await page.getByLabel('要导入的文件').setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: weflowCsv(people(many)) });
  await page.getByRole('button', { name: '下一步：看一眼' }).click();
  await page.getByRole('button', { name: `导入 ${many} 位好友` }).click();
  await see(page.getByRole('heading', { name: `${many} 位好友到齐了` })).toBeVisible();
}

it('a killed program has lost nothing that was said to be done', async () => {
  const { page, server, watch } = screens;
  await importPeople(5);
  await shell(page).go('friends');
  await friendsPage(page).searchFor('王小雨');
  await see.poll(friendsPage(page).names).toEqual(['王小雨-1']);
  await press(page, 'Enter', '5');
  await see(page.getByRole('radio', { name: '5 忠诚客户' })).toBeChecked();
  await press(page, 'Enter');
  await told(page, '设为「5 忠诚客户」');
  watch.serverGone = true;
  await server.kill();
  await see(page.getByRole('dialog', { name: '铁粉簿没有回应' })).toContainText('已经保存过的都在');
  await screens.restart();
  await shell(page).go('friends');
  await see(friendsPage(page).row('王小雨-1')).toContainText('5 忠诚客户');
  await see(page.getByText('5 位好友', { exact: true })).toBeVisible();
});

it('undo works over the restart', async () => {
  const { page } = screens;
  await press(page, 'Control+z');
  await told(page, '已撤销');
  await see(friendsPage(page).row('王小雨-1')).toContainText('1 泛流量');
});

it('an unfinished post is offered again; one that is overdue is asked about, and so is a plan whose day went by', async () => {
  const { page, call, server, watch } = screens;
  const [account] = await call<{ id: number }[]>('accounts.list');
  const yesterday = Date.now() - 24 * 3_600_000;
  const post = { accountId: account?.id, text: '昨天该发的', category: 'life', scheduledAt: yesterday, state: 'scheduled', assetIds: [] };
  await call('posts.create', post);
  for (const text of ['昨天的计划', '昨天的另一个计划']) await call('posts.create', { ...post, text, state: 'planned' });
  await shell(page).go('calendar');
  await press(page, 'n');
  const { text } = postPanel(page);
  await see(text).toBeFocused();
  await page.keyboard.insertText('写到一半的话');
  const drafted = async () => (await call<{ 'calendar.draft': string | null }>('settings.all'))['calendar.draft'] ?? '';
  await see.poll(drafted).toContain('写到一半的话');
  watch.serverGone = true;
  await server.kill();
  await screens.restart();
  await shell(page).go('calendar');
  await see(page.getByText('有一条没写完：「写到一半的话」')).toBeVisible();
  await page.getByRole('button', { name: '继续写' }).click();
  await see(text).toHaveValue('写到一半的话');
  await shell(page).go('today');
  const { overdue, lapsed, posts, done } = todayPage(page);
  await see(overdue).toContainText('昨天该发的');
  await overdue.getByRole('button', { name: '已发' }).click();
  await see(done).toContainText('昨天该发的');
  await see(lapsed).toContainText('2 条计划过了时间还没排');
  await lapsed.getByRole('button', { name: '不发了', exact: true }).click();
  await see(lapsed).toContainText('昨天的另一个计划');
  await lapsed.getByRole('button', { name: /^排到/ }).click();
  await see(posts).toContainText('昨天的另一个计划');
  await see(lapsed).toHaveCount(0);
});

it('a second program on the same folder is refused in words', async () => {
  const { output, code } = await runServer(['--no-open', '--port', '0', '--data', screens.server.dataDir]);
  expect(code).not.toBe(0);
  expect(output).toContain('铁粉簿已经开着，正在用这个资料文件夹');
  expect(output).not.toMatch(/Error|at .*\.js/);
});

it('a program that is ended says good-bye to its page', async () => {
  const { page, server, watch } = screens;
  watch.serverGone = true;
  expect(await server.stop()).toBe(0);
  await see(page.getByRole('dialog', { name: '铁粉簿已经关闭' })).toContainText('数据都已保存');
});

it('a folder that is synchronised by a cloud program is refused, and the book in it comes to this computer in words', async () => {
  const dir = join(folder(), '坚果云', '铁粉簿');
  const home = folder();
  vi.stubEnv('XDG_DATA_HOME', home);
  cpSync(screens.server.dataDir, dir, { recursive: true });
  const { output, code } = await runServer(['--no-open', '--port', '0', '--data', dir]);
  expect(code).not.toBe(0);
  expect(output).toContain('资料文件夹在会自动同步的网盘里');
  expect(output).toContain('请先退出网盘同步');
  expect(output).toContain(`npm start -- --data "${dir}" --copy-here`);
  const server = await startServer(dir, ['--copy-here']);
  await server.stop();
  vi.unstubAllEnvs();
  const people = new Database(join(home, 'tiefen', 'tiefen.db'), { readonly: true });
  expect(people.prepare('SELECT count(*) FROM friends').pluck().get()).toBe(5);
  people.close();
  expect(existsSync(join(dir, 'tiefen.db'))).toBe(true);
});

it('a book of a newer version is refused and not touched', async () => {
  const dir = folder();
  const first = await startServer(dir);
  await first.stop();
  const book = new Database(join(dir, 'tiefen.db'));
  book
    .prepare(
      "INSERT INTO schema_migrations SELECT place + 1, '9999_later', 'x', applied_at, '99.0.0' FROM schema_migrations ORDER BY place DESC LIMIT 1",
    )
    .run();
  book.close();
  const { output, code } = await runServer(['--no-open', '--port', '0', '--data', dir]);
  expect(code).not.toBe(0);
  expect(output).toContain('这份资料是更新版本的铁粉簿（99.0.0）写的');
  expect(output).toContain(`请下载最新的铁粉簿，在它的文件夹里输入 npm ci && npm start -- --data "${dir}"`);
  expect(output).toContain('没有被改动');
});

it('a folder that cannot be written is refused', async () => {
  const dir = join(folder(), 'book');
  mkdirSync(dir);
  chmodSync(dir, 0o500);
  // the superuser may write everywhere: a folder of the kernel refuses even that
  const target = process.getuid?.() === 0 ? '/sys/铁粉簿' : dir;
  const { output, code } = await runServer(['--no-open', '--port', '0', '--data', target]);
  chmodSync(dir, 0o700);
  expect(code).not.toBe(0);
  expect(output).toMatch(/这个资料文件夹只能看、不能写：.*没有被改动/);
});

it('a wrong word on the command line is named', async () => {
  const { output, code } = await runServer(['--prot', '1']);
  expect(code).not.toBe(0);
  expect(output).toContain('不认识参数“--prot”');
});
