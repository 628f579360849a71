/** What an OLE container (D0 CF 11 E0 …) holds, by the names of its streams. */
export type OleContent = 'encryptedXlsx' | 'xls' | 'doc' | 'ppt' | 'ole';

/**
 * Reads the directory of an OLE container ([MS-CFB] 2.2, 2.6). Never throws: a broken one is looked through for the names as they
 * stand in the bytes.
 */
export function oleContent(bytes: Buffer): OleContent {
  const names = new Set(directoryNames(bytes));
  const has = (...wanted: string[]) => wanted.some((name) => names.has(name));
  if (names.size === 0) {
    const stands = (name: string) => bytes.includes(Buffer.from(`${name}\0`, 'utf16le'));
    for (const name of ['EncryptedPackage', 'Workbook', 'Book', 'WordDocument', 'PowerPoint Document']) if (stands(name)) names.add(name);
  }
  if (has('EncryptedPackage', 'EncryptionInfo')) return 'encryptedXlsx';
  if (has('Workbook', 'Book', 'WORKBOOK', 'BOOK')) return 'xls';
  if (has('WordDocument')) return 'doc';
  if (has('PowerPoint Document')) return 'ppt';
  return 'ole';
}

function directoryNames(bytes: Buffer): string[] {
  const names: string[] = [];
  if (bytes.length < 512) return names;
  const shift = bytes.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return names;
  const size = 1 << shift;
  const perSector = size / 4;
  const sectors = Math.floor(bytes.length / size);
  const seen = new Set<number>();
  let sector = bytes.readUInt32LE(48);
  while (sector < sectors && !seen.has(sector)) {
    seen.add(sector);
    const start = (sector + 1) * size;
    for (let at = start; at + 128 <= Math.min(start + size, bytes.length); at += 128) {
      const length = bytes.readUInt16LE(at + 64);
      if (length >= 2 && length <= 64) names.push(bytes.toString('utf16le', at, at + length - 2));
    }
    // The first 109 sectors of the allocation table stand in the header; a directory further out is not followed.
    const table = Math.floor(sector / perSector);
    if (table >= 109) break;
    const place = (bytes.readUInt32LE(76 + table * 4) + 1) * size + (sector % perSector) * 4;
    if (place + 4 > bytes.length) break;
    sector = bytes.readUInt32LE(place);
  }
  return names;
}
