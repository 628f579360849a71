import { AppError, type ErrorKind } from '../../../shared/errors.ts';
import type { App } from '../create-app.ts';

/** What both hosts serve: the book, or for as long as it is not open what comes before it. */
export type ServedApp = Pick<App, 'handle' | 'events' | 'files' | 'close'>;

export interface Opened {
  app: ServedApp;
  /** why the book itself is not open; null = it is, or will be */
  trouble: AppError | null;
  /** the book is still backed up before an update */
  isUpdating?: boolean;
}

/** Told when something else is served from now on: the book (null), or what a rescue is for. */
export type OnOpened = (trouble: AppError | null) => void;

/**
 * The files of a book that is not open yet: nothing to bring in and nothing to show.
 * @param refusal what whoever brings one hears meanwhile
 * @param made what can be handed out before there is a book
 */
export function filesOf(
  book: () => Pick<App, 'files'> | null,
  refusal: ErrorKind,
  made: Pick<App['files'], 'exportPath'> = { exportPath: () => null },
): App['files'] {
  const refused = () => Promise.reject(new AppError(refusal));
  return {
    stageStream: (...file) => book()?.files.stageStream(...file) ?? refused(),
    stageCopy: (...file) => book()?.files.stageCopy(...file) ?? refused(),
    stageFolder: (path) => book()?.files.stageFolder(path) ?? refused(),
    offerFolder: (path) => {
      const open = book();
      if (!open) throw new AppError(refusal);
      return open.files.offerFolder(path);
    },
    exportPath: (fileId) => (book()?.files ?? made).exportPath(fileId),
    assetPath: (assetId) => book()?.files.assetPath(assetId) ?? null,
  };
}
