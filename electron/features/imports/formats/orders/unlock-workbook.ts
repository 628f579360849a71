import officeCrypto from 'officecrypto-tool';
import { AppError } from '../../../../../shared/errors.ts';
import { limits } from '../limits.ts';
import { oleContent } from '../ole.ts';
import { oleStream } from './ole-stream.ts';

const what = 'encryptedXlsx';
/** Excel, WPS and LibreOffice write 100,000 rounds; a file made to hold us up can ask for 10 million, minutes for each try. */
const mostRounds = 200_000;
const infoBytes = 256 * 1024;

/**
 * Opens a workbook locked with a password (ECMA-376 agile or standard encryption) → the bytes of the plain xlsx.
 * Throws AppError `wrongPassword`, `fileNotUnderstood` (not a locked xlsx, or locked in another way), `fileSuspicious` (absurd rounds),
 * `fileTooLarge` or `fileDamaged`.
 */
export async function unlockWorkbook(bytes: Buffer, password: string): Promise<Buffer> {
  if (bytes.length > limits.fileBytes) throw new AppError('fileTooLarge', { bytes: bytes.length, limit: limits.fileBytes });
  const content = oleContent(bytes);
  if (content !== what) throw new AppError('fileNotUnderstood', { what: content });
  checkEncryption(bytes);
  // an empty password opens nothing, and no program sets one
  if (password === '' || password.length > 255) throw new AppError('wrongPassword');
  let plain: Buffer;
  try {
    plain = await officeCrypto.decrypt(bytes, { password });
  } catch (error) {
    const wrong = error instanceof Error && error.message === 'The password is incorrect';
    throw new AppError(wrong ? 'wrongPassword' : 'fileDamaged', wrong ? {} : { what }, { cause: error });
  }
  if (!Buffer.isBuffer(plain) || plain.toString('latin1', 0, 2) !== 'PK') throw new AppError('fileDamaged', { what });
  return plain;
}

/** [MS-OFFCRYPTO] 2.3.4: two version numbers, then the key of standard encryption or, for agile, XML. */
function checkEncryption(bytes: Buffer): void {
  const info = oleStream(bytes, 'EncryptionInfo', infoBytes);
  if (!info || info.length < 8) throw new AppError('fileDamaged', { what });
  const version = `${info.readUInt16LE(0)}.${info.readUInt16LE(2)}`;
  if (/^[234]\.2$/.test(version)) return;
  if (version !== '4.4') throw new AppError('fileNotUnderstood', { what: 'encryption' });
  const xml = info.toString('utf8', 8);
  // numbers written as entities, or a second meaning of them, belong to no program
  if (/&|<!/.test(xml)) throw new AppError('fileSuspicious', { what, reason: 'doctype' });
  const rounds = [...xml.matchAll(/spinCount\s*=\s*["']\s*([^"']*)["']/g)].map((match) => match[1]!.trim());
  if (rounds.length === 0) throw new AppError('fileDamaged', { what });
  if (rounds.some((count) => !/^\d{1,9}$/.test(count) || Number(count) > mostRounds)) {
    throw new AppError('fileSuspicious', { what, reason: 'spinCount' });
  }
}
