import { AppError } from '../../../../shared/errors.ts';
import type { ChatFile } from './chats/chat-source.ts';
import { limits } from './limits.ts';

/** All bytes of a file. @throws AppError `fileTooLarge` beyond `limit` bytes, and what `stream` throws */
export async function bytesOf(file: ChatFile, limit = limits.fileBytes): Promise<Buffer> {
  if (file.size > limit) throw new AppError('fileTooLarge', { bytes: file.size, limit });
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of file.stream()) {
    size += piece.length;
    if (size > limit) throw new AppError('fileTooLarge', { bytes: size, limit });
    pieces.push(piece);
  }
  return Buffer.concat(pieces, size);
}
