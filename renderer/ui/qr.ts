import { encode } from 'uqr';

/** Bytes of UTF-8 that a phone still reads off a screen without trouble: some 260 Chinese characters. */
const mostBytes = 800;
const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** A text in parts that fit one code each, cut between characters and, where one is near, behind a line. */
export function qrParts(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const letter of text) {
    const size = bytesOf(letter);
    if (bytes + size > mostBytes) {
      const line = part.lastIndexOf('\n');
      const cut = line > part.length / 2 ? line + 1 : part.length;
      parts.push(part.slice(0, cut));
      part = part.slice(cut);
      bytes = bytesOf(part);
    }
    part += letter;
    bytes += size;
  }
  return part === '' ? parts : [...parts, part];
}

/** A QR code as one SVG path over a square of `size` units, the quiet border included. */
export function qrPath(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 3 });
  let path = '';
  for (const [y, row] of data.entries()) for (const [x, dark] of row.entries()) if (dark) path += `M${x} ${y}h1v1h-1z`;
  return { path, size };
}
