import { crc32, deflateSync } from 'node:zlib';
import type { Canvas } from './canvas.ts';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), framed.length - 4);
  return framed;
}

/** Which of left, up and corner is nearest to left + up − corner (the Paeth filter of PNG). */
function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const dl = Math.abs(guess - left);
  const du = Math.abs(guess - up);
  const dc = Math.abs(guess - corner);
  return dl <= du && dl <= dc ? left : du <= dc ? up : corner;
}

/** How far a difference is from nothing, in either direction. */
const small = (difference: number) => Math.min(difference & 255, -difference & 255);

/** 8-bit RGB PNG; every row takes the filter that leaves the smallest numbers. */
export function encodePng({ size, pixels }: Canvas): Buffer {
  const width = size * 3;
  const bytes = Uint8Array.from(pixels, (value) => Math.round(value));
  const filtered = Buffer.alloc(size * (width + 1));
  const bySub = new Uint8Array(width);
  const byUp = new Uint8Array(width);
  const byPaeth = new Uint8Array(width);
  for (let y = 0; y < size; y++) {
    let [subCost, upCost, paethCost] = [0, 0, 0];
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const left = x < 3 ? 0 : bytes[at - 3]!;
      const above = y === 0 ? 0 : bytes[at - width]!;
      const corner = x < 3 || y === 0 ? 0 : bytes[at - width - 3]!;
      subCost += small((bySub[x] = bytes[at]! - left));
      upCost += small((byUp[x] = bytes[at]! - above));
      paethCost += small((byPaeth[x] = bytes[at]! - paeth(left, above, corner)));
    }
    const least = Math.min(subCost, upCost, paethCost);
    // PNG's numbers: 1 Sub, 2 Up, 4 Paeth
    const [number, row] = least === paethCost ? ([4, byPaeth] as const) : least === subCost ? ([1, bySub] as const) : ([2, byUp] as const);
    filtered[y * (width + 1)] = number;
    filtered.set(row, y * (width + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filtered, { level: 8 })),
    chunk('IEND', new Uint8Array()),
  ]);
}
