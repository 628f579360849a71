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
  const [dl, du, dc] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return dl <= du && dl <= dc ? left : du <= dc ? up : corner;
}

/** PNG's number of the filters that are tried: they suit soft gradients. */
const [sub, up, byPaeth] = [1, 2, 4] as const;

/** 8-bit RGB PNG; every row takes the filter that leaves the smallest numbers. */
export function encodePng({ size, pixels }: Canvas): Buffer {
  const width = size * 3;
  const bytes = Uint8Array.from(pixels, (value) => Math.round(value));
  const filtered = Buffer.alloc(size * (width + 1));
  const rows = { [sub]: new Uint8Array(width), [up]: new Uint8Array(width), [byPaeth]: new Uint8Array(width) };
  for (let y = 0; y < size; y++) {
    const cost = { [sub]: 0, [up]: 0, [byPaeth]: 0 };
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const left = x < 3 ? 0 : bytes[at - 3]!;
      const above = y === 0 ? 0 : bytes[at - width]!;
      const corner = x < 3 || y === 0 ? 0 : bytes[at - width - 3]!;
      rows[sub][x] = bytes[at]! - left;
      rows[up][x] = bytes[at]! - above;
      rows[byPaeth][x] = bytes[at]! - paeth(left, above, corner);
      for (const filter of [sub, up, byPaeth] as const) cost[filter] += Math.min(rows[filter][x]!, 256 - rows[filter][x]!);
    }
    const best = cost[byPaeth] <= cost[sub] && cost[byPaeth] <= cost[up] ? byPaeth : cost[sub] <= cost[up] ? sub : up;
    filtered[y * (width + 1)] = best;
    filtered.set(rows[best], y * (width + 1) + 1);
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
