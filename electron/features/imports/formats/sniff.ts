import { AppError } from '../../../../shared/errors.ts';
import { byteOrderMark, guessUtf16 } from './decode.ts';
import { limits } from './limits.ts';
import { oleContent } from './ole.ts';
import { binaryKind } from './signatures.ts';
import { textKind } from './text-kinds.ts';
import { openZip, type ZipContents } from './zip.ts';

/** A file of which a table can be made: a text, people as records of a text, a web page, or a workbook whose zip stands open (close it). */
export type Sniffed = { kind: 'text'; record: RecordKind | null } | { kind: 'xlsx'; zip: ZipContents };

const recordKinds = ['vcard', 'contactsJson', 'contactsText', 'html'] as const;
export type RecordKind = (typeof recordKinds)[number];

/**
 * Tells by content, never by name, whether a file can be read as a table. Everything else ends in an AppError whose
 * `details.what` names what the file is ('jpeg', 'pdf', 'docx', 'xls', 'trainingJson', 'sqlite', 'binary', …):
 * `fileEmpty`, `fileTooLarge`, `fileNotUnderstood`, `filePasswordProtected`, `fileOldWorkbook`, `fileSuspicious`, `fileDamaged`.
 */
export async function sniff(bytes: Buffer): Promise<Sniffed> {
  if (bytes.length === 0) throw new AppError('fileEmpty', { what: 'empty' });
  if (bytes.length > limits.fileBytes) throw new AppError('fileTooLarge', { bytes: bytes.length, limit: limits.fileBytes });
  const binary = binaryKind(bytes);
  if (binary === 'zip') return zipKind(bytes);
  if (binary === 'ole') throw oleError(bytes);
  if (binary) throw new AppError('fileNotUnderstood', { what: binary });
  if (looksBinary(bytes)) throw new AppError('fileNotUnderstood', { what: 'binary' });
  const text = textKind(bytes);
  if (text === 'blank') throw new AppError('fileEmpty', { what: 'blank' });
  const record = recordKinds.find((kind) => kind === text) ?? null;
  if (text === 'xmlWorkbook') throw new AppError('fileOldWorkbook', { what: text });
  if (text && !record) throw new AppError('fileNotUnderstood', { what: text });
  return { kind: 'text', record };
}

function oleError(bytes: Buffer): AppError {
  const what = oleContent(bytes);
  if (what === 'encryptedXlsx') return new AppError('filePasswordProtected', { what });
  if (what === 'xls') return new AppError('fileOldWorkbook', { what });
  return new AppError('fileNotUnderstood', { what });
}

async function zipKind(bytes: Buffer): Promise<Sniffed> {
  const zip = await openZip(bytes, 'zip');
  if (zip.has('xl/workbook.xml')) return { kind: 'xlsx', zip };
  zip.close();
  if (zip.has('xl/workbook.bin')) throw new AppError('fileOldWorkbook', { what: 'xlsb' });
  throw new AppError('fileNotUnderstood', { what: await archiveKind(zip, bytes) });
}

async function archiveKind(zip: ZipContents, bytes: Buffer): Promise<string> {
  const begins = (folder: string) => zip.names.some((name) => name.startsWith(folder));
  if (zip.has('word/document.xml')) return 'docx';
  if (begins('ppt/')) return 'pptx';
  if (begins('Index/')) return 'numbers';
  if (zip.has('AndroidManifest.xml')) return 'exe';
  if (zip.has('manifest.json') && begins('conversations/')) return 'chatJson';
  const head = bytes.toString('latin1', 30, 120);
  if (head.includes('opendocument.spreadsheet')) return 'ods';
  if (head.includes('opendocument.text')) return 'odt';
  if (head.includes('application/epub')) return 'epub';
  return 'zip';
}

/** Whether the bytes are no text: control characters that no text has, in more than one place of a hundred. */
function looksBinary(bytes: Buffer): boolean {
  if (byteOrderMark(bytes)?.encoding.startsWith('utf-16') || guessUtf16(bytes)) return false;
  const end = Math.min(bytes.length, 65_536);
  let strange = 0;
  for (let i = 0; i < end; i++) {
    const byte = bytes[i]!;
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) strange++;
  }
  return strange > Math.max(2, end / 100);
}
