import type { Ids } from '../../platform/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import { startupRefusedExitCode } from '../startup-message.ts';
import type { ElectronModule } from './electron-module.ts';

/**
 * What happens to an error that nobody caught in main: one log line with a reference, one Chinese message, exit.
 * Going on with a broken back end could do harm; everything acknowledged is on disk. Only the first error counts.
 */
export function fatalHandler(electron: ElectronModule, deps: { ids: Ids; logger: Logger }): (error: unknown) => void {
  let told = false;
  return (error) => {
    if (told) return;
    told = true;
    const reference = deps.ids.token('err');
    const stack = error instanceof Error ? (error.stack ?? error.name) : String(error);
    deps.logger.error('fatal', { reference, stack: stack.slice(0, 4_000) });
    electron.dialog.showErrorBox(
      '铁粉簿要关一下',
      `铁粉簿遇到了没料到的问题，只好关掉。已经记下的资料都在。请再打开一次；还是这样的话，把资料文件夹里 logs 下的 app.log 和这个编号发给帮你装软件的人看：${reference}`,
    );
    electron.app.exit(startupRefusedExitCode);
  };
}
