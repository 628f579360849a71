import type { ChatHead } from '../formats/chats/chat-reader.ts';
import type { ChatFile } from '../formats/chats/chat-source.ts';
import { recogniseOrderFile } from '../formats/orders/recognise.ts';

/** Tells orders and bills by content; asked after chats, whose headers are exact, and before contacts, whose words they share. */
export interface Recogniser {
  kind: 'orders' | 'bill';
  /** null = it is none. Throws AppError of category `file` only. Workbooks come with a head that is no text. */
  recognise(file: ChatFile, head: ChatHead): Promise<{ format: string; tool: string } | null>;
}

const asked = (kind: Recogniser['kind']): Recogniser => ({
  kind,
  async recognise(file, head) {
    const found = await recogniseOrderFile(file, head);
    return found?.kind === kind ? found : null;
  },
});

/** The kinds of files that have their own way of being read. */
export const recognisers: Recogniser[] = [asked('orders'), asked('bill')];
