/**
 * Draws the app's mark (six rising bars of the trust ladder on a dark tile) and writes every icon file.
 * Run: npx node build/icons/make-icons.ts. The result is committed; the script is deterministic.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

/** RGBA, 8 bits each, rows from the top, not premultiplied */
interface Picture {
  size: number;
  pixels: Uint8Array;
}

const bars: readonly Colour[] = [
  [127, 147, 173],
  [149, 163, 176],
  [190, 172, 130],
  [226, 178, 76],
  [226, 135, 60],
  [217, 80, 48],
];
const tileTop: Colour = [42, 52, 68];
const tileBottom: Colour = [22, 28, 38];

/** Is the point inside a rectangle with rounded corners? All in units of the tile (0…1). */
function inside(x: number, y: number, left: number, top: number, right: number, bottom: number, radius: number): boolean {
  if (x < left || x > right || y < top || y > bottom) return false;
  const dx = Math.max(left + radius - x, x - (right - radius), 0);
  const dy = Math.max(top + radius - y, y - (bottom - radius), 0);
  return dx * dx + dy * dy <= radius * radius;
}

/** Colour of the mark at a point of the tile, null outside of it. */
function colourAt(x: number, y: number): Colour | null {
  if (!inside(x, y, 0.03, 0.03, 0.97, 0.97, 0.21)) return null;
  const width = 0.084;
  const gap = 0.036;
  const first = (1 - (6 * width + 5 * gap)) / 2;
  for (const [index, colour] of bars.entries()) {
    const left = first + index * (width + gap);
    const top = 0.77 - (0.13 + index * 0.083);
    if (inside(x, y, left, top, left + width, 0.77, 0.026)) return colour;
  }
  const mix = (part: 0 | 1 | 2) => tileTop[part] + (tileBottom[part] - tileTop[part]) * y;
  return [mix(0), mix(1), mix(2)];
}

/** Draws the mark with 8×8 samples a pixel. */
function draw(size: number): Picture {
  const samples = 8;
  const pixels = new Uint8Array(size * size * 4);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const sum = [0, 0, 0, 0];
      for (let i = 0; i < samples * samples; i++) {
        const x = (column + ((i % samples) + 0.5) / samples) / size;
        const y = (row + (Math.floor(i / samples) + 0.5) / samples) / size;
        const colour = colourAt(x, y);
        if (!colour) continue;
        for (const part of [0, 1, 2] as const) sum[part]! += colour[part];
        sum[3]! += 1;
      }
      const hits = sum[3]!;
      const at = (row * size + column) * 4;
      for (const part of [0, 1, 2]) pixels[at + part] = hits === 0 ? 0 : Math.round(sum[part]! / hits);
      pixels[at + 3] = Math.round((hits / (samples * samples)) * 255);
    }
  }
  return { size, pixels };
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** PNG, 8-bit RGBA (ISO/IEC 15948). */
function png({ size, pixels }: Picture): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row++) rows.set(pixels.subarray(row * size * 4, (row + 1) * size * 4), row * (size * 4 + 1) + 1);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** 32-bit bitmap as it stands inside an .ico: double height, rows from the bottom, BGRA, then an empty mask. */
function iconBitmap({ size, pixels }: Picture): Buffer {
  const maskStride = Math.ceil(size / 32) * 4;
  const out = Buffer.alloc(40 + size * size * 4 + maskStride * size);
  out.writeUInt32LE(40, 0);
  out.writeInt32LE(size, 4);
  out.writeInt32LE(size * 2, 8);
  out.writeUInt16LE(1, 12);
  out.writeUInt16LE(32, 14);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const from = (row * size + column) * 4;
      const to = 40 + ((size - 1 - row) * size + column) * 4;
      out.set([pixels[from + 2]!, pixels[from + 1]!, pixels[from]!, pixels[from + 3]!], to);
    }
  }
  return out;
}

/** .ico: old resource tools read bitmaps up to 48 pixels, larger pictures are PNG. */
function ico(pictures: readonly Picture[]): Buffer {
  const images = pictures.map((picture) => (picture.size <= 48 ? iconBitmap(picture) : png(picture)));
  const head = Buffer.alloc(6 + images.length * 16);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  images.forEach((image, index) => {
    const at = 6 + index * 16;
    const size = pictures[index]!.size % 256;
    head.set([size, size, 0, 0], at);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(image.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += image.length;
  });
  return Buffer.concat([head, ...images]);
}

/** .icns of PNG entries; the types name size and pixel density. */
function icns(byType: ReadonlyArray<readonly [type: string, picture: Picture]>): Buffer {
  const entries = byType.map(([type, picture]) => {
    const data = png(picture);
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32BE(data.length + 8, 4);
    return Buffer.concat([head, data]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'latin1');
  head.writeUInt32BE(8 + entries.reduce((sum, entry) => sum + entry.length, 0), 4);
  return Buffer.concat([head, ...entries]);
}

const folder = new URL('./', import.meta.url);
const drawn = new Map([16, 32, 48, 64, 128, 256, 512, 1024].map((size) => [size, draw(size)]));
const of = (size: number) => drawn.get(size)!;
mkdirSync(new URL('png/', folder), { recursive: true });
for (const size of [16, 32, 48, 64, 128, 256, 512]) writeFileSync(new URL(`png/${size}x${size}.png`, folder), png(of(size)));
writeFileSync(new URL('icon.ico', folder), ico([16, 32, 48, 64, 128, 256].map(of)));
writeFileSync(
  new URL('icon.icns', folder),
  icns([
    ['ic11', of(32)],
    ['ic12', of(64)],
    ['ic07', of(128)],
    ['ic13', of(256)],
    ['ic08', of(256)],
    ['ic14', of(512)],
    ['ic09', of(512)],
    ['ic10', of(1024)],
  ]),
);
const lines = png(of(32))
  .toString('base64')
  .match(/.{1,120}/g)!;
writeFileSync(
  new URL('../../electron/hosts/desktop/app-icon.ts', folder),
  `// Made by build/icons/make-icons.ts; not edited by hand.\n/** The mark as a 32×32 PNG in base64: icons outside the package cannot be found from inside it. */\nexport const trayIconPng =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`,
);
