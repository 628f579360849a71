/** Bytes of a file, from `start` to `end`, both inside. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * What a Range header asks of a file (RFC 9110, section 14). Only one range of bytes is served; several, other units and what cannot be
 * read count as none, so that the whole file is sent. With If-Range too: nothing here names versions of a file.
 * @param size bytes of the file
 * @returns 'whole' = send everything; 'outside' = nothing of it lies in the file (416)
 */
export function byteRange(range: string | null, ifRange: string | null, size: number): ByteRange | 'whole' | 'outside' {
  const found = range === null || ifRange !== null ? null : /^bytes=[\t ]*(\d{0,15})-(\d{0,15})[\t ]*$/i.exec(range);
  const [, first = '', last = ''] = found ?? [];
  if (first === '' && last === '') return 'whole';
  if (first === '')
    return last === '' || Number(last) === 0 || size === 0 ? 'outside' : { start: Math.max(0, size - Number(last)), end: size - 1 };
  if (last !== '' && Number(last) < Number(first)) return 'whole';
  return Number(first) >= size ? 'outside' : { start: Number(first), end: last === '' ? size - 1 : Math.min(size - 1, Number(last)) };
}

/** How a file, or the part of it that was asked for, is answered: status, the headers that say so, and which bytes; null = none. */
export function partOf(
  asked: { range: string | null; ifRange: string | null },
  size: number,
): { status: 200 | 206 | 416; headers: Record<string, string>; bytes: ByteRange | null } {
  const part = byteRange(asked.range, asked.ifRange, size);
  const accepts = { 'Accept-Ranges': 'bytes' };
  if (part === 'outside')
    return { status: 416, headers: { ...accepts, 'Content-Range': `bytes */${size}`, 'Content-Length': '0' }, bytes: null };
  if (part === 'whole') {
    const bytes = size === 0 ? null : { start: 0, end: size - 1 };
    return { status: 200, headers: { ...accepts, 'Content-Length': String(size) }, bytes };
  }
  const length = String(part.end - part.start + 1);
  return {
    status: 206,
    headers: { ...accepts, 'Content-Range': `bytes ${part.start}-${part.end}/${size}`, 'Content-Length': length },
    bytes: part,
  };
}

const activeTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'video/mp4', 'video/quicktime', 'video/webm']);

/** The type a stored picture or video goes out with; whatever is none of these goes out as bytes without a meaning. */
export const assetType = (mime: string): string => (activeTypes.has(mime) ? mime : 'application/octet-stream');
