import type { QueueItem, QueueItemKind } from '../../../../shared/contracts/import-queue.ts';
import { findHeader } from '../../../../shared/domain/contact-columns.ts';
import { readSolitaire } from '../../../../shared/domain/solitaire.ts';
import { AppError } from '../../../../shared/errors.ts';
import { readHead } from '../formats/chats/chat-head.ts';
import type { ChatHead } from '../formats/chats/chat-reader.ts';
import type { ChatSource } from '../formats/chats/chat-source.ts';
import { openChat } from '../formats/chats/open-chat.ts';
import { openPastedChat } from '../formats/chats/readers/texts.ts';
import { hasHtmlTable } from '../formats/html-table.ts';
import { oleContent } from '../formats/ole.ts';
import { tableFromBytes } from '../formats/open-table.ts';
import { recogniseOrders } from '../formats/orders/recognise.ts';
import { isPastedTable, tableFromPasted } from '../formats/pasted-names.ts';
import { binaryKind } from '../formats/signatures.ts';
import { sniff } from '../formats/sniff.ts';
import { textKind } from '../formats/text-kinds.ts';
import { bytesOf } from '../formats/whole-file.ts';
import { openWorkbook } from '../formats/xlsx.ts';
import type { QueueFile } from './queue-file.ts';
import { recognisers } from './recognisers.ts';

/** What a file is, as far as the queue needs it. */
export interface Recognised extends Pick<QueueItem, 'kind' | 'format' | 'tool' | 'needsPassword' | 'refusal' | 'knowsMe' | 'needsDate'> {
  /** the exporter's wxid, for chats that name it */
  ownerId: string | null;
  /** pictures, voices, videos: counted, not listed */
  media: boolean;
  /** a table without a header: people only if somebody chose it by itself */
  vague: boolean;
}

const nothing = {
  format: null,
  tool: null,
  needsPassword: false,
  refusal: null,
  knowsMe: null,
  needsDate: null,
  ownerId: null,
  media: false,
  vague: false,
};

const known = (kind: QueueItemKind, format: string | null, tool: string | null): Recognised => ({ ...nothing, kind, format, tool });

/** A file that nothing can be done with, and why. */
export function refused(error: AppError, name: string): Recognised {
  const { name: _, ...details } = error.details;
  return {
    ...nothing,
    kind: 'refused',
    needsPassword: error.kind === 'filePasswordProtected',
    refusal: { kind: error.kind, details: { name, ...details } },
  };
}

const mediaKinds = new Set(['jpeg', 'png', 'gif', 'bmp', 'tiff', 'heic', 'webp', 'video', 'audio']);
/** A list of people is told by its head; a larger piece only costs time. */
const solitaireBytes = 1024 * 1024;

export const lastPart = (path: string): string => path.split('/').at(-1) ?? path;

/** Tells by content what a file is; never throws for content. `now` = ms UTC, for pasted text. */
export async function recognise(file: QueueFile): Promise<Recognised> {
  const name = lastPart(file.label);
  try {
    const head = await readHead(file);
    return await recogniseHead(file, head);
  } catch (error) {
    if (error instanceof AppError && error.category === 'file') return refused(error, name);
    throw error;
  }
}

async function recogniseHead(file: QueueFile, head: ChatHead): Promise<Recognised> {
  if (head.bytes.length === 0) throw new AppError('fileEmpty', { what: 'empty' });
  const binary = binaryKind(head.bytes);
  if (binary === 'ole') throw await oleRefusal(file);
  if (binary === 'zip') return recogniseWorkbook(file, head);
  if (binary) {
    const what = new AppError('fileNotUnderstood', { what: binary });
    return { ...refused(what, lastPart(file.label)), media: mediaKinds.has(binary) };
  }
  if (file.size <= solitaireBytes && startsSolitaire(head.text)) return known('solitaire', null, null);
  const source = await openChat(file);
  if (source) return chat(source);
  return (await ordersOrBill(file, head)) ?? contactsOfText(file, head);
}

async function ordersOrBill(file: QueueFile, head: ChatHead): Promise<Recognised | null> {
  for (const { kind, recognise: ask } of recognisers) {
    const found = await ask(file, head);
    if (found) return known(kind, found.format, found.tool);
  }
  return null;
}

const startsSolitaire = (text: string | null): boolean =>
  /^\uFEFF?\s*#\s*(?:接龙|接龍|group\s*note)/i.test(text ?? '') && readSolitaire(text!) !== null;

function chat(source: ChatSource): Recognised {
  return {
    ...known('chat', source.format, source.tool),
    knowsMe: source.knowsMe,
    needsDate: source.needs === 'date',
    ownerId: source.ownerId,
  };
}

/** The container is looked at whole: its list of parts may stand anywhere in it. */
async function oleRefusal(file: QueueFile): Promise<AppError> {
  const what = oleContent(await bytesOf(file));
  if (what === 'encryptedXlsx') return new AppError('filePasswordProtected', { what });
  return what === 'xls' ? new AppError('fileOldWorkbook', { what }) : new AppError('fileNotUnderstood', { what });
}

/** Workbooks of chats, orders and contacts; any other zip that comes here stands inside a zip. */
async function recogniseWorkbook(file: QueueFile, head: ChatHead): Promise<Recognised> {
  const bytes = await bytesOf(file);
  const sniffed = await sniff(bytes).catch((error: unknown) => {
    const isZip =
      error instanceof AppError && error.kind === 'fileNotUnderstood' && ['zip', 'chatJson'].includes(String(error.details.what));
    throw isZip ? new AppError('fileNotUnderstood', { what: 'zipInZip' }) : error;
  });
  if (sniffed.kind !== 'xlsx') throw new AppError('fileNotUnderstood', { what: 'zip' });
  try {
    const source = await openChat(file).catch((error: unknown) => {
      if (error instanceof AppError && error.kind === 'headerMissing') return null;
      throw error;
    });
    if (source) return chat(source);
    const orders = await ordersOrBill(file, head);
    if (orders) return orders;
    const workbook = await openWorkbook(sniffed.zip);
    let other: string | null = null;
    let filled = false;
    for (const sheet of workbook.sheets.slice(0, 20)) {
      const rows = (await firstRows(workbook.streamSheet(sheet))).filter((row) => row.cells.some((cell) => cell.trim() !== ''));
      filled ||= rows.length > 0;
      const header = findHeader(rows.slice(0, 40).map((row) => row.cells));
      if (header && !header.otherTable) return known('contacts', 'xlsx', header.origin);
      other ??= header?.otherTable ?? null;
    }
    if (other) throw new AppError('fileNotUnderstood', { what: other });
    if (!filled) throw new AppError('fileEmpty', { what: 'blank' });
    // a list without a header may still be one of people: the wizard of contacts asks what its columns are
    return { ...known('contacts', 'xlsx', null), vague: true };
  } finally {
    sniffed.zip.close();
  }
}

async function firstRows<Row>(pieces: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const piece of pieces) {
    rows.push(...piece.slice(0, 60));
    if (rows.length >= 60) break;
  }
  return rows;
}

const wholeKinds = new Set(['vcard', 'contactsJson', 'contactsText', 'html']);
const noTable = () => new AppError('fileNotUnderstood', { what: 'html' });

/** The head alone is read as a table; the last line of it may be cut and is left out. */
async function contactsOfText(file: QueueFile, head: ChatHead): Promise<Recognised> {
  const text = head.text ?? '';
  let { bytes } = head;
  const kind = textKind(bytes) ?? '';
  // pages of chats lie about by the thousand
  if (kind === 'html' && !hasHtmlTable(text)) throw noTable();
  // records are read from first to last; the lines of a table stand for themselves
  if (bytes.length < file.size)
    bytes = wholeKinds.has(kind) ? await bytesOf(file) : Buffer.from(text.slice(0, text.lastIndexOf('\n') + 1) || text);
  const table = await tableFromBytes(bytes).catch((error: unknown) => {
    // one row may be longer than the head: cut off is better than left out
    if (error instanceof AppError && error.kind === 'fileEmpty' && head.bytes.length < file.size) return tableFromBytes(Buffer.from(text));
    throw error;
  });
  // a page of orders has people in it, too
  if (kind === 'html' && recogniseOrders([table.columns.map(({ header }) => header)])) throw noTable();
  return { ...known('contacts', table.format, table.origin), vague: table.headerLine === 0 };
}

/** What a pasted text is: a 接龙, a chat, a table, or names. */
export async function recognisePasted(file: QueueFile, text: string, now: number): Promise<Recognised> {
  try {
    if (startsSolitaire(text)) return known('solitaire', null, null);
    const source = await openPastedChat(text, now);
    if (source) return chat(source);
    if (!isPastedTable(text) && readSolitaire(text)) return known('solitaire', null, null);
    const { format, origin } = tableFromPasted(text);
    return known('contacts', format, origin);
  } catch (error) {
    if (error instanceof AppError && error.category === 'file') return refused(error, file.label);
    throw error;
  }
}
