import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gif, jpeg, png, webp } from '../../../tests/helpers/pictures.ts';
import { maxPixels, recognisePicture } from './picture.ts';

const recognise = (bytes: Uint8Array) => recognisePicture(bytes);

describe('recognising pictures', () => {
  test('reads the size of each kind', () => {
    expect(recognise(png(30, 20))).toEqual({ mime: 'image/png', width: 30, height: 20 });
    expect(recognise(jpeg(640, 480))).toEqual({ mime: 'image/jpeg', width: 640, height: 480 });
    expect(recognise(gif(12, 7))).toEqual({ mime: 'image/gif', width: 12, height: 7 });
    for (const kind of ['VP8 ', 'VP8L', 'VP8X'] as const)
      expect(recognise(webp(kind, 1200, 900))).toEqual({ mime: 'image/webp', width: 1200, height: 900 });
  });

  test('a photo taken upright has the sides of what is seen', () => {
    for (const little of [true, false]) {
      expect(recognise(jpeg(4000, 3000, { orientation: 6, little }))).toMatchObject({ width: 3000, height: 4000 });
      expect(recognise(jpeg(4000, 3000, { orientation: 3, little }))).toMatchObject({ width: 4000, height: 3000 });
    }
  });

  test.each([
    ['heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
    ['heic', Buffer.from('\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'latin1')],
    ['avif', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0', 'latin1')],
    ['video', Buffer.from('\0\0\0\x18ftypisom\0\0\0\0', 'latin1')],
    ['bmp', Buffer.from('BM\x36\0\0\0\0\0', 'latin1')],
    ['tiff', Buffer.from('II*\0\x08\0\0\0', 'latin1')],
    ['pdf', Buffer.from('%PDF-1.7\n')],
    ['archive', Buffer.from('PK\x03\x04\x14\0', 'latin1')],
    ['svg', Buffer.from('<?xml version="1.0"?><svg xmlns="x"><script/></svg>')],
    ['text', Buffer.from('这不是图片')],
    ['empty', Buffer.alloc(0)],
    ['unknown', Buffer.from([1, 2, 0, 9])],
  ])('names what is no picture for a moment: %s', (problem, bytes) => {
    expect(recognise(bytes)).toEqual({ problem });
  });

  test('half a file, no size and a picture bomb are refused', () => {
    const whole = png(30, 20);
    expect(recognise(whole.subarray(0, whole.length - 6))).toEqual({ problem: 'damaged' });
    expect(recognise(jpeg(640, 480).subarray(0, 12))).toEqual({ problem: 'damaged' });
    expect(recognise(jpeg(640, 0))).toEqual({ problem: 'damaged' });
    expect(recognise(webp('VP8L', 10, 10).subarray(0, 28))).toEqual({ problem: 'damaged' });
    expect(recognise(png(0, 20))).toEqual({ problem: 'damaged' });
    expect(recognise(png(20_000, maxPixels / 20_000))).toMatchObject({ mime: 'image/png' });
    expect(recognise(png(20_000, maxPixels / 20_000 + 1))).toEqual({ problem: 'tooManyPixels' });
    expect(recognise(png(0xffffffff, 0xffffffff))).toEqual({ problem: 'tooManyPixels' });
  });

  test('never throws and never runs away, whatever the bytes are', () => {
    const samples = [png(30, 20), jpeg(64, 48, { orientation: 6, little: true }), gif(3, 3), webp('VP8X', 9, 9), webp('VP8 ', 9, 9)];
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
        fc.nat(),
        (sample, edits, cut) => {
          const bytes = Uint8Array.from(sample.subarray(0, cut % (sample.length + 1)));
          for (const [at, value] of edits) if (bytes.length > 0) bytes[at % bytes.length] = value;
          const found = recognise(bytes);
          if ('mime' in found) return found.width > 0 && found.height > 0 && found.width * found.height <= maxPixels;
          return found.problem.length > 0;
        },
      ),
      { numRuns: 5000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => recognise(bytes) !== null));
    // thousands of empty chunks are walked once
    const chunks = Buffer.alloc(12 * 200_000);
    const long = Buffer.concat([png(3, 3).subarray(0, 33), chunks, deflateSync('')]);
    expect(recognise(long)).toEqual({ problem: 'damaged' });
  });
});
