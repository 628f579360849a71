import { AppError } from '../../../../../shared/errors.ts';
import { textKind } from '../text-kinds.ts';
import { readHead } from './chat-head.ts';
import type { ChatReader } from './chat-reader.ts';
import type { ChatFile, ChatHints, ChatSource } from './chat-source.ts';
import { jsonReaders } from './readers/jsons.ts';
import { tableReaders } from './readers/table-readers.ts';
import { textReaders } from './readers/texts.ts';

/** Every reader, in the order to ask them: JSON says best what it is, plain text says least. */
export const chatReaders: readonly ChatReader[] = [...jsonReaders, ...tableReaders, ...textReaders];

/**
 * Tells by content which program wrote a chat and opens it; null = no chat. Throws AppError `fileNotUnderstood` with
 * `what: 'trainingJson'` for what was made to train a language model (it has neither times nor an order), and what `file.stream()` throws.
 */
export async function openChat(file: ChatFile, hints?: ChatHints): Promise<ChatSource | null> {
  const head = await readHead(file);
  const reader = chatReaders.find((one) => one.recognise(head));
  const training = head.json !== null && (!reader || !jsonReaders.includes(reader)) && textKind(head.bytes) === 'trainingJson';
  if (training) throw new AppError('fileNotUnderstood', { what: 'trainingJson' });
  return reader ? reader.open(file, head, hints) : null;
}
