import { AppError } from '../../shared/errors.ts';

/**
 * Puts something on the clipboard of a window.
 * @throws AppError `clipboardRefused` when the browser refuses, usually because the window is not in front
 */
export async function ontoClipboard(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    // by its name: the refusal of a small window is no Error of this one
    if ((error as { name?: unknown } | null)?.name === 'NotAllowedError') throw new AppError('clipboardRefused', {}, { cause: error });
    throw error;
  }
}
