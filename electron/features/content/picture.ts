import type { PictureMime } from '../../../shared/contracts/content.ts';

export interface Picture {
  mime: PictureMime;
  /** as it is seen, in pixels: a photo turned by its EXIF orientation has the sides of the turned picture */
  width: number;
  height: number;
}
/** Why a file is not taken: what it really is, or what is wrong with it. */
export type PictureProblem =
  | 'heic'
  | 'avif'
  | 'bmp'
  | 'tiff'
  | 'svg'
  | 'pdf'
  | 'archive'
  | 'video'
  | 'text'
  | 'empty'
  | 'damaged'
  | 'tooManyPixels'
  | 'unknown';

export const maxPixels = 40_000_000;

interface Size {
  width: number;
  height: number;
}

/**
 * Recognises JPEG, PNG, GIF and WebP by their bytes and reads width and height, without decoding a pixel.
 * Never throws; a file that ends too early is `damaged`.
 */
export function recognisePicture(bytes: Uint8Array): Picture | { problem: PictureProblem } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = pictureKind(bytes);
  if (kind === null) return { problem: otherKind(bytes) };
  const size = readers[kind](view);
  if (!size || size.width < 1 || size.height < 1) return { problem: 'damaged' };
  if (size.width * size.height > maxPixels) return { problem: 'tooManyPixels' };
  return { mime: kind, ...size };
}

const ascii = (bytes: Uint8Array, from: number, length: number) => String.fromCharCode(...bytes.subarray(from, from + length));

function pictureKind(bytes: Uint8Array): PictureMime | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (ascii(bytes, 0, 6) === 'GIF87a' || ascii(bytes, 0, 6) === 'GIF89a') return 'image/gif';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return 'image/webp';
  return null;
}

const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

function otherKind(bytes: Uint8Array): PictureProblem {
  if (bytes.length === 0) return 'empty';
  if (ascii(bytes, 4, 4) === 'ftyp') {
    const brand = ascii(bytes, 8, 4);
    if (brand === 'avif' || brand === 'avis') return 'avif';
    return heicBrands.has(brand) ? 'heic' : 'video';
  }
  const head = ascii(bytes, 0, 4);
  if (head.startsWith('BM')) return 'bmp';
  if (head === 'II*\0' || head === 'MM\0*') return 'tiff';
  if (head === '%PDF') return 'pdf';
  if (head === 'PK\x03\x04' || head === 'Rar!' || head === '7z\xbc\xaf') return 'archive';
  const start = bytes.subarray(0, 4096);
  if (start.includes(0)) return 'unknown';
  return /<svg[\s>]/i.test(Buffer.from(start).toString('utf8')) ? 'svg' : 'text';
}

const readers: Record<PictureMime, (view: DataView) => Size | null> = {
  'image/png': pngSize,
  'image/jpeg': jpegSize,
  'image/gif': gifSize,
  'image/webp': webpSize,
};

/** IHDR first, then the chunks are walked to IEND, so that half a file is found out. */
function pngSize(view: DataView): Size | null {
  let size: Size | null = null;
  let hasPixels = false;
  for (let at = 8; at + 12 <= view.byteLength; ) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    if (at + 12 + length > view.byteLength) return null;
    if (at === 8) {
      if (type !== 0x49484452 || length !== 13) return null;
      size = { width: view.getUint32(16), height: view.getUint32(20) };
    }
    if (type === 0x49444154) hasPixels = true;
    if (type === 0x49454e44) return hasPixels ? size : null;
    at += 12 + length;
  }
  return null;
}

/** Markers are walked to the scan; the frame header before it has the size, an EXIF segment the orientation. */
function jpegSize(view: DataView): Size | null {
  let size: Size | null = null;
  let isTurned = false;
  for (let at = 2; at + 4 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9) return null;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > view.byteLength) return null;
    if (marker === 0xda) return size && isTurned ? { width: size.height, height: size.width } : size;
    if (isFrameHeader(marker)) {
      if (length < 8) return null;
      size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
    if (marker === 0xe1) isTurned ||= exifTurns(new DataView(view.buffer, view.byteOffset + at + 4, length - 2));
    at += 2 + length;
  }
  return null;
}

/** SOF0 … SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
const isFrameHeader = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Whether EXIF orientation (tag 0x0112 of the first directory) swaps width and height: values 5 to 8. */
function exifTurns(segment: DataView): boolean {
  if (segment.byteLength < 14 || segment.getUint32(0) !== 0x45786966) return false;
  const little = segment.getUint16(6) === 0x4949;
  const directory = 6 + segment.getUint32(10, little);
  if (directory + 2 > segment.byteLength) return false;
  const entries = segment.getUint16(directory, little);
  for (let n = 0; n < entries; n++) {
    const at = directory + 2 + n * 12;
    if (at + 12 > segment.byteLength) return false;
    if (segment.getUint16(at, little) === 0x0112) {
      const orientation = segment.getUint16(at + 8, little);
      return orientation >= 5 && orientation <= 8;
    }
  }
  return false;
}

function gifSize(view: DataView): Size | null {
  // header, screen descriptor, at least one block and the trailer
  if (view.byteLength < 14) return null;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** VP8 (lossy), VP8L (lossless) or VP8X (extended) chunk right after the RIFF header. */
function webpSize(view: DataView): Size | null {
  if (view.byteLength < 30 || view.getUint32(4, true) + 8 > view.byteLength) return null;
  const chunk = view.getUint32(12);
  if (chunk === 0x56503858)
    return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + ((view.getUint32(26, true) >>> 8) & 0xffffff) };
  if (chunk === 0x5650384c) {
    if (view.getUint8(20) !== 0x2f) return null;
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (chunk !== 0x56503820 || view.getUint8(23) !== 0x9d || view.getUint8(24) !== 0x01 || view.getUint8(25) !== 0x2a) return null;
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}
