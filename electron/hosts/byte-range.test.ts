import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteRange, partOf } from './byte-range.ts';

test.each([
  [null, 'whole'],
  ['bytes=0-', { start: 0, end: 99 }],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['BYTES=90-500', { start: 90, end: 99 }],
  ['bytes=-1', { start: 99, end: 99 }],
  ['bytes=-500', { start: 0, end: 99 }],
  ['bytes=100-', 'outside'],
  ['bytes=-0', 'outside'],
  // not understood, or more than one: the whole file
  ['bytes=20-10', 'whole'],
  ['bytes=0-1,5-6', 'whole'],
  ['bytes=-', 'whole'],
  ['bytes=a-b', 'whole'],
  ['bytes=1.5-2', 'whole'],
  ['bytes=0x10-', 'whole'],
  ['lines=0-1', 'whole'],
  ['bytes=99999999999999999999-', 'whole'],
])('%s of 100 bytes', (range, expected) => {
  expect(byteRange(range, null, 100)).toEqual(expected);
});

test('a version is never known here, so If-Range sends everything; an empty file has no part', () => {
  expect(byteRange('bytes=0-1', '"x"', 100)).toBe('whole');
  expect(byteRange('bytes=0-', null, 0)).toBe('outside');
  expect(byteRange('bytes=-5', null, 0)).toBe('outside');
  expect(partOf({ range: null, ifRange: null }, 0)).toMatchObject({ status: 200, bytes: null, headers: { 'Content-Length': '0' } });
});

test('whatever is asked, the bytes lie in the file and the length is theirs', () => {
  const number = fc.option(fc.nat(300).map(String), { nil: '' });
  fc.assert(
    fc.property(fc.nat(200), number, number, (size, first, last) => {
      const { status, headers, bytes } = partOf({ range: `bytes=${first}-${last}`, ifRange: null }, size);
      expect(Number(headers['Content-Length'])).toBe(bytes ? bytes.end - bytes.start + 1 : 0);
      if (bytes) expect(bytes.start >= 0 && bytes.start <= bytes.end && bytes.end < size).toBe(true);
      if (status === 206) expect(headers['Content-Range']).toBe(`bytes ${bytes!.start}-${bytes!.end}/${size}`);
      if (status === 416) expect(headers['Content-Range']).toBe(`bytes */${size}`);
    }),
  );
});
