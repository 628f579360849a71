import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mp4, webm } from '../../../tests/helpers/videos.ts';
import { recogniseVideo } from './video.ts';

const recognise = (bytes: Buffer) =>
  recogniseVideo({ size: bytes.length, read: async (at, length) => Buffer.from(bytes.subarray(at, at + length)) });

describe('recognising videos', () => {
  test('reads size and duration of each kind', async () => {
    const sides = { width: 1080, height: 1920, durationMs: 15_300 };
    expect(await recognise(mp4(sides))).toEqual({ mime: 'video/mp4', ...sides });
    expect(await recognise(mp4({ ...sides, brand: 'qt  ' }))).toEqual({ mime: 'video/quicktime', ...sides });
    expect(await recognise(webm(sides))).toEqual({ mime: 'video/webm', ...sides });
    expect(await recognise(webm({ ...sides, durationMs: null, open: true }))).toEqual({ mime: 'video/webm', ...sides, durationMs: null });
  });

  test('a film taken upright has the sides of what is seen', async () => {
    expect(await recognise(mp4({ width: 1920, height: 1080, durationMs: 1, turned: true }))).toMatchObject({ width: 1080, height: 1920 });
  });

  test('half a file, one without an index, and kinds that phones do not play are named; pictures are not videos', async () => {
    const whole = mp4({ width: 10, height: 10, durationMs: 1000, mediaBytes: 400 });
    expect(await recognise(whole.subarray(0, 200))).toEqual({ problem: 'damaged' });
    expect(await recognise(Buffer.concat([whole.subarray(0, 20), Buffer.from([0, 0, 0, 8]), Buffer.from('free')]))).toEqual({
      problem: 'damaged',
    });
    expect(await recognise(webm({ width: 1, height: 1, durationMs: 1, docType: 'matr' }))).toEqual({ problem: 'videoKind' });
    expect(await recognise(webm({ width: 100, height: 100, durationMs: 1 }).subarray(0, 40))).toEqual({ problem: 'damaged' });
    expect(await recognise(Buffer.from('RIFF\0\0\0\0AVI LIST', 'latin1'))).toEqual({ problem: 'videoKind' });
    for (const bytes of [Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(0)])
      expect(await recognise(bytes)).toBeNull();
  });

  test('damage of any kind ends in an answer, soon', async () => {
    const wholes = [mp4({ width: 300, height: 200, durationMs: 900 }), webm({ width: 300, height: 200, durationMs: 900 })];
    const damaged = fc
      .tuple(fc.constantFrom(...wholes), fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 12 }), fc.nat(400))
      .map(([whole, changes, end]) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        return bytes.subarray(0, end + 4);
      });
    await fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        const found = await recognise(bytes);
        if (found && 'durationMs' in found && found.durationMs !== null) expect(found.durationMs).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });
});
