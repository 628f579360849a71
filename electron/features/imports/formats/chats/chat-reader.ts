import type { ChatFile, ChatHints, ChatSource } from './chat-source.ts';

/** The beginning of a file, enough to tell by content which program wrote it. */
export interface ChatHead {
  /** place of the file inside what was handed over, as in `ChatFile.path` */
  path: string;
  /** the first 256 KiB */
  bytes: Buffer;
  /** the same decoded (byte order mark taken off; a character cut at the end dropped); null = no text (a zip, a picture, …) */
  text: string | null;
  /** what the text is as JSON; null = it does not begin like JSON */
  json: JsonShape | null;
}

/** The outermost level of a JSON file as far as the first 256 KiB tell. */
export interface JsonShape {
  /** 'lines' = one JSON object a line (JSONL), 'script' = `const name = JSON;` statements */
  root: 'object' | 'array' | 'lines' | 'script';
  /** keys of the object, or names of the constants of a script, in their order; of an array or of lines: the keys of the first item */
  keys: string[];
  /** values of the object that are complete within the head; lists and large objects are left out */
  values: Record<string, unknown>;
  /** first item of the list: of the array, of the lines, or of the first list of objects within the object; null = none complete */
  first: Record<string, unknown> | null;
  /** the key of the list that `first` comes from; null for an array and for lines */
  list: string | null;
}

/**
 * Raise it when a reader reads an old file otherwise than before (more, fewer or other records, other words): files that were imported
 * under an older number are read again when they come again, instead of being known by their bytes.
 */
export const chatReaderVersion = 2;

/** One program's way of writing chats. `recognise` looks at content, never at the name alone, and must be quick. */
export interface ChatReader {
  /** one of `chatFormats` (shared/domain/chat-formats.ts) */
  format: string;
  /** the program, as the seller knows it */
  tool: string;
  recognise(head: ChatHead): boolean;
  open(file: ChatFile, head: ChatHead, hints?: ChatHints): Promise<ChatSource>;
}
