import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { TextEncoding } from '../../../../../shared/contracts/imports.ts';
import type { ChatFile } from './chat-source.ts';
import { encodingOf, streamText } from './stream-text.ts';

function fileOf(bytes: Buffer, step: number): ChatFile {
  return {
    path: 'a.txt',
    size: bytes.length,
    async *stream() {
      for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
    },
    sibling: () => null,
  };
}

async function read(bytes: Buffer, step = 65_536, encoding?: TextEncoding) {
  let text = '';
  let last = null;
  for await (const piece of streamText(fileOf(bytes, step), encoding)) {
    text += piece.text;
    last = piece;
  }
  return { text, bytesRead: last?.bytesRead, encoding: last?.encoding, undecoded: last?.undecoded, characters: last?.characters };
}

const words = '老板，脐橙还有吗？🍊要两箱\r\n';
const long = words.repeat(80_000);

describe('streamText', () => {
  it('gives the text of every encoding, wherever the stream is cut', async () => {
    const written: [Buffer, TextEncoding][] = [
      [Buffer.from(long), 'utf-8'],
      [Buffer.from(`\ufeff${long}`), 'utf-8-bom'],
      [iconv.encode(long, 'gb18030'), 'gb18030'],
      [Buffer.from(`\ufeff${long}`, 'utf16le'), 'utf-16le'],
      [Buffer.from(`\ufeff${long}`, 'utf16le').swap16(), 'utf-16be'],
      [Buffer.from(`1,a\n${long}`, 'utf16le'), 'utf-16le'],
    ];
    for (const [bytes, encoding] of written) {
      for (const step of [1_048_577, 65_531]) {
        const found = await read(bytes, step);
        const text = bytes.length === 2 * (long.length + 4) ? `1,a\n${long}` : long;
        expect(found.text === text, encoding).toBe(true);
        expect(found).toMatchObject({ bytesRead: bytes.length, encoding, undecoded: 0, characters: text.length });
      }
    }
  });

  it('knows UTF-8 whose character is cut at the end of the first MiB', () => {
    for (let cut = 0; cut < 4; cut++) expect(encodingOf(Buffer.from('老🍊'.repeat(10)).subarray(0, 70 - cut))).toBe('utf-8');
    expect(encodingOf(Buffer.from('老').subarray(0, 2), true)).not.toBe('utf-8');
    expect(encodingOf(Buffer.alloc(0))).toBe('utf-8');
    expect(encodingOf(iconv.encode('老板早', 'gb18030').subarray(0, 5))).toBe('gb18030');
  });

  it('counts what does not decode', async () => {
    const binary = Buffer.concat([Buffer.from(words.repeat(20)), Buffer.from([0xff, 0x80, 0xfe]), Buffer.from(words)]);
    expect(await read(binary)).toMatchObject({ encoding: 'utf-8', undecoded: 3 });
    expect(await read(iconv.encode(words, 'gb18030'), 10, 'utf-8')).toMatchObject({ encoding: 'utf-8', undecoded: expect.any(Number) });
    expect(await read(Buffer.alloc(0))).toMatchObject({ text: '', bytesRead: undefined });
  });
});
