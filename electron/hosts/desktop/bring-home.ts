import { AppError } from '../../../shared/errors.ts';
import { startupMessage } from '../startup-message.ts';
import type { DesktopDeps, HomeOffer } from './deps.ts';
import type { ElectronModule } from './electron-module.ts';

function yes({ folder, hasBook }: HomeOffer): string {
  if (folder.hasBook) return '打开这台电脑里的那一本';
  return hasBook ? '改放到这台电脑里' : '放在这台电脑里';
}

/**
 * Where the folder may not hold a book (network drive, cloud folder): asks whether this computer's own folder shall. A book that lies in
 * the refused folder is copied, never moved; a book that is at home already is opened as it is.
 * @returns what to start with; null = she would rather not open it now
 * @throws the error itself where there is nothing to offer, or what kept the copy from being made
 */
export async function bringHome(electron: ElectronModule, deps: DesktopDeps, error: unknown): Promise<DesktopDeps | null> {
  const refused = error instanceof AppError && (error.kind === 'networkFolder' || error.kind === 'cloudFolder');
  const offer = refused ? deps.home() : null;
  if (!offer) throw error;
  const { dataDir } = deps;
  const { title, text } = startupMessage(error, { dataDir, host: 'desktop', hasBook: offer.hasBook, home: offer.folder });
  const { response } = await electron.dialog.showMessageBox({
    type: 'warning',
    title: '铁粉簿',
    message: title,
    detail: text,
    buttons: [yes(offer), '先不打开'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (response !== 0) return null;
  if (offer.hasBook && !offer.folder.hasBook) await offer.copy();
  return offer.deps;
}
