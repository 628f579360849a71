import { AppError, type ErrorDetails, type ErrorKind } from '../../shared/errors.ts';
import type { HomeFolder } from '../platform/files/copy-book.ts';

export interface StartupFacts {
  /** absolute path of the data folder that was tried */
  dataDir: string;
  /** a terminal can be told what to type; a window has buttons */
  host: 'desktop' | 'browser';
  /** the tried folder has a book in it */
  hasBook?: boolean;
  /** where a book may lie on this computer instead */
  home?: HomeFolder | null;
}

export interface StartupMessage {
  /** one short line, for a dialog's title */
  title: string;
  /** one paragraph: what happened, what is safe, what to do next */
  text: string;
}

/** Exit code that says "the person has been told why"; the launcher then does not try the other host. */
export const startupRefusedExitCode = 3;

const safe = '你的资料没有被改动，还在原处';

/** What to type for another folder; a window says it with buttons, or there is nothing to type. */
const typeAnother = ({ host }: StartupFacts) => (host === 'browser' ? '，或者换一个文件夹，输入：npm start -- --data "文件夹的位置"' : '');

/** How the book comes to this computer. */
function bringHere({ dataDir, host, hasBook, home }: StartupFacts): string {
  if (!home)
    return `请把整个文件夹移到这台电脑自己的硬盘上，再从那里打开${host === 'browser' ? '：npm start -- --data "移到的位置"' : ''}。`;
  if (home.hasBook) {
    const open = host === 'browser' ? '输入 npm start 就打开它' : '可以直接打开它';
    return `这台电脑里已经有一本簿子（${home.dir}），${open}；这两本不会合在一起，也不会互相盖掉。`;
  }
  if (!hasBook)
    return host === 'browser' ? `请输入 npm start，簿子就放在这台电脑里：${home.dir}。` : `簿子可以放在这台电脑里：${home.dir}。`;
  const copy = `把它复制到这台电脑里（${home.dir}），逐个文件核对过再打开；原来的那一份留着不动`;
  return host === 'browser' ? `请输入 npm start -- --data "${dataDir}" --copy-here ，会${copy}。` : `可以${copy}。`;
}

/** What the file says of itself is shown only where it looks like a version. */
const versionIn = ({ version }: ErrorDetails) => (/^[\w.+-]{1,40}$/.test(String(version ?? '')) ? `（${version}）` : '');

/** How a book of a newer version is opened; nothing has to be moved for it. */
const openNewer = ({ dataDir, host }: StartupFacts) =>
  host === 'browser'
    ? `请下载最新的铁粉簿，在它的文件夹里输入 npm ci && npm start -- --data "${dataDir}"，资料不用搬。`
    : '请装上最新的铁粉簿再打开，资料不用搬。';

const sentences: Partial<Record<ErrorKind, (facts: StartupFacts, details: ErrorDetails) => StartupMessage>> = {
  alreadyRunning: ({ dataDir }, { host }) => {
    const where =
      host === 'browser'
        ? '它是在浏览器里打开的：请回到那个网页；网页关掉了的话，到启动它的命令窗口里按一下回车，会再打开一个'
        : '请回到已经打开的那个窗口；找不到它的话，先把它关掉（或重启电脑），再打开一次';
    return { title: '铁粉簿已经开着', text: `铁粉簿已经开着，正在用这个资料文件夹：${dataDir}。${safe}。${where}。` };
  },
  networkFolder: (facts) => ({
    title: '资料不能放在网络盘上',
    text: `资料文件夹在网络盘或共享文件夹里：${facts.dataDir}。网络一断资料就可能写坏，所以没有打开；${safe}。${bringHere(facts)}`,
  }),
  cloudFolder: (facts) => ({
    title: '资料不能放在网盘同步文件夹里',
    text: `资料文件夹在会自动同步的网盘里：${facts.dataDir}。网盘一边同步、铁粉簿一边写，资料会互相覆盖，所以没有打开；${safe}。请先退出网盘同步。${bringHere(facts)}`,
  }),
  readOnlyFolder: (facts) => ({
    title: '资料文件夹不能写入',
    text: `这个资料文件夹只能看、不能写：${facts.dataDir}。${safe}。请检查文件夹是不是只读、U 盘有没有写保护、这个账号有没有权限${typeAnother(facts)}。`,
  }),
  folderMissing: (facts) => ({
    title: '找不到资料文件夹',
    text: `找不到资料文件夹，也建不出来：${facts.dataDir}。如果它在 U 盘或移动硬盘上，资料还在那块盘里。请插好盘再打开${typeAnother(facts)}。`,
  }),
  diskFull: ({ dataDir }) => ({
    title: '硬盘满了',
    text: `硬盘没有空位了，铁粉簿打不开资料文件夹：${dataDir}。已经记下的资料都在。请先删掉一些不要的文件，腾出至少 200 MB，再打开。`,
  }),
  databaseNewer: (facts, details) => ({
    title: '资料是更新版本的铁粉簿写的',
    text: `这份资料是更新版本的铁粉簿${versionIn(details)}写的，现在打开的这个版本读不懂，所以没有打开：${facts.dataDir}。${safe}。${openNewer(facts)}`,
  }),
  databaseDamaged: ({ dataDir }) => ({
    title: '资料文件读不出来',
    text: `资料文件坏了，读不出来：${dataDir}。铁粉簿没有动它，之前的备份也都还在。请不要删除这个文件夹；多半能救回来。`,
  }),
  diskUnreadable: ({ dataDir }) => ({
    title: '硬盘没有把资料读出来',
    text: `资料文件还在，可是硬盘有一段没有读出来：${dataDir}。这多半是硬盘、插头或数据线的事，不是资料坏了；铁粉簿没有动它，备份也都还在。请先插紧再打开一次；还不行，先把整个文件夹复制到好的盘上。`,
  }),
  migrationFailed: ({ dataDir }) => ({
    title: '资料没能升级到新版本',
    text: `新版本要整理一下资料的格式，这一步没有成功，已经全部退回：${dataDir}。${safe}，升级前还另存了一份。请先用原来的版本继续使用，或者整理一遍再打开。`,
  }),
  storageFailed: ({ dataDir }) => ({
    title: '资料文件夹读写出错',
    text: `读写资料文件夹时出了错：${dataDir}。已经记下的资料都在。请检查硬盘或 U 盘是不是松了、杀毒软件有没有拦住铁粉簿，然后再打开一次。`,
  }),
};

/** Errno of a port that could not be had. */
function isPortError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL';
}

/**
 * Why the app did not come up, in plain Chinese. The desktop shows it in a dialog, browser mode prints it on stderr.
 * Takes anything thrown; whatever is not a storage error becomes one honest general sentence without technical words.
 */
export function startupMessage(error: unknown, facts: StartupFacts): StartupMessage {
  if (error instanceof AppError) {
    const sentence = sentences[error.kind];
    if (sentence) return sentence(facts, error.details);
  } else if (isPortError(error)) {
    return {
      title: '端口被占用',
      text: `要用的端口已经被别的程序占着，铁粉簿没有启动；${safe}。请去掉 --port 让它自己挑一个，或者换一个数字。`,
    };
  }
  return {
    title: '铁粉簿没能启动',
    text: `铁粉簿启动时遇到了没料到的问题；${safe}：${facts.dataDir}。请再打开一次；还是不行的话，把资料文件夹里 logs 下的 app.log 发给帮你装软件的人看。`,
  };
}
