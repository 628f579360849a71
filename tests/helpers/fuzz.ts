import iconv from 'iconv-lite';
import { expect } from 'vitest';
import { AppError } from '../../shared/errors.ts';

/** Damaged inputs a format: 50 in `npm test`, `FUZZ_ROUNDS=1000` in the long run. */
export const fuzzRounds = Number(process.env.FUZZ_ROUNDS ?? 50);

type Pick = (below: number) => number;

const pieces = [
  ...['"', '""', ',', '\n', '\r\n', '\r', '\t', ';', '\0', '=', "'", '{', '}', '[', ']', ':', '\\', '<', '>', '&', '-', '+', '|'],
  ...['\uFEFF', '\uFFFD', '\u2028', '\u00A0', '7.43E+18', '1e999', 'null', '9'.repeat(40), '2026/2/30 9:12', '昨天', '合计', '—————'],
  ...[
    'BEGIN:VCARD\n',
    'END:VCARD\n',
    '#接龙\n',
    '</row>',
    '<row>',
    '</c>',
    '<c r="ZZZZ9">',
    '<!DOCTYPE x>',
    '&#0;',
    '<script>alert(1)</script>',
  ],
];
const encodings = ['utf8', 'gb18030', 'utf16-le', 'utf16-be', 'big5', 'latin1'];

/** Signs thrown into a text, and a few taken away. */
export function mutatedText(text: string, pick: Pick): string {
  let out = text;
  for (let n = 1 + pick(6); n > 0; n--) {
    const at = pick(out.length + 1);
    const piece = pick(4) === 0 ? out.slice(at, at + pick(300)) : pieces[pick(pieces.length)]!;
    out = out.slice(0, at) + piece + out.slice(at + pick(pick(4) === 0 ? 40 : 3));
  }
  return out;
}

/**
 * A damaged copy of a file: flipped bits, a lost end, the end of another file, pieces that stand twice or not at all, another encoding,
 * and in texts signs thrown in. The same picks give the same bytes.
 */
export function mutated(bytes: Buffer, pick: Pick, others: readonly Buffer[]): Buffer {
  const isText = !bytes.subarray(0, 4).includes(0x03) && !bytes.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  const at = pick(bytes.length + 1);
  switch (pick(isText ? 7 : 4)) {
    case 0: {
      const copy = Buffer.from(bytes);
      for (let n = 1 + pick(6); n > 0 && copy.length > 0; n--) copy[pick(copy.length)]! ^= 1 << pick(8);
      return copy;
    }
    case 1:
      return bytes.subarray(0, at);
    case 2: {
      const other = others[pick(others.length)]!;
      return Buffer.concat([bytes.subarray(0, at), other.subarray(pick(other.length + 1))]);
    }
    case 3:
      return pick(2) === 0
        ? Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + pick(200))])
        : Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - pick(300)))]);
    case 4:
      return iconv.encode(iconv.decode(bytes, encodings[pick(encodings.length)]!), encodings[pick(encodings.length)]!);
    default:
      return Buffer.from(mutatedText(iconv.decode(bytes, bytes.toString('utf8').includes('\uFFFD') ? 'gb18030' : 'utf8'), pick));
  }
}

const hangMs = 10_000;

/** Runs `work`; more than ten seconds of processor time count as a hang. */
export async function withoutHang<T>(work: () => T | Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  try {
    return await work();
  } finally {
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(hangMs);
  }
}

/** A typed answer about the file, or a result; anything else is a bug. */
export async function tolerate<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && ['file', 'input'].includes(error.category)) return null;
    throw error;
  }
}
