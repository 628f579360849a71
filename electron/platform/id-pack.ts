/** Ascending ids as bytes: each as its distance to the one before, 7 bits a byte. */
export function packIds(ids: Float64Array): Buffer {
  const bytes = Buffer.allocUnsafe(ids.length * 8 + 8);
  let length = 0;
  let before = 0;
  for (const id of ids) {
    let rest = id - before;
    before = id;
    while (rest >= 0x80) {
      bytes[length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    bytes[length++] = rest;
  }
  return Buffer.from(bytes.subarray(0, length));
}

/** The reverse of packIds. */
export function unpackIds(bytes: Uint8Array): Float64Array {
  let count = 0;
  for (const byte of bytes) if (byte < 0x80) count++;
  const ids = new Float64Array(count);
  let id = 0;
  let rest = 0;
  let factor = 1;
  let at = 0;
  for (const byte of bytes) {
    rest += (byte & 0x7f) * factor;
    factor *= 0x80;
    if (byte >= 0x80) continue;
    id += rest;
    ids[at++] = id;
    rest = 0;
    factor = 1;
  }
  return ids;
}

/** Those of the wanted ids (ascending) that are among the packed ones: one walk up to the last of them, nothing is unpacked. */
export function whichIds(bytes: Uint8Array, wanted: readonly number[]): Set<number> {
  const found = new Set<number>();
  let next = 0;
  let target = wanted[0] ?? 0;
  let id = 0;
  for (let i = 0; i < bytes.length && next < wanted.length; i++) {
    let byte = bytes[i]!;
    if (i + 8 <= bytes.length) {
      // nearly all distances are of one byte: eight of them at a time, as long as nobody asked for is among them
      const [b, c, d, e] = [bytes[i + 1]!, bytes[i + 2]!, bytes[i + 3]!, bytes[i + 4]!];
      const [f, g, h] = [bytes[i + 5]!, bytes[i + 6]!, bytes[i + 7]!];
      const ahead = id + byte + b + c + d + e + f + g + h;
      if ((byte | b | c | d | e | f | g | h) < 0x80 && ahead < target) {
        id = ahead;
        i += 7;
        continue;
      }
    }
    if (byte < 0x80) id += byte;
    else {
      let factor = 1;
      for (; byte >= 0x80; byte = bytes[++i]!, factor *= 0x80) id += (byte & 0x7f) * factor;
      id += byte * factor;
    }
    if (id < target) continue;
    while (next < wanted.length && wanted[next]! < id) next++;
    if (wanted[next] === id) found.add(id);
    target = wanted[next] ?? 0;
  }
  return found;
}

/** Whether `id` is among the packed ids. */
export const hasId = (bytes: Uint8Array, id: number): boolean => whichIds(bytes, [id]).size === 1;

/** The packed ids with one more; null = it is among them already. Nothing is unpacked. */
export function withId(bytes: Uint8Array, id: number): Buffer | null {
  const { start, end, before, at } = gapOf(bytes, id);
  if (at === id) return null;
  const rest = at === null ? [] : [gap(at - id)];
  return Buffer.concat([bytes.subarray(0, start), gap(id - before), ...rest, bytes.subarray(end)]);
}

/** The packed ids without one; null = it is not among them. Nothing is unpacked. */
export function withoutId(bytes: Uint8Array, id: number): Buffer | null {
  const { start, end, before, at } = gapOf(bytes, id);
  if (at !== id) return null;
  const next = gapOf(bytes, id + 1);
  const rest = next.at === null ? [] : [gap(next.at - before)];
  return Buffer.concat([bytes.subarray(0, start), ...rest, bytes.subarray(next.at === null ? end : next.end)]);
}

/** Where the first id stands that is not below `id`: its bytes, the id before it, and itself (null = all are below). */
function gapOf(bytes: Uint8Array, id: number): { start: number; end: number; before: number; at: number | null } {
  let before = 0;
  let start = 0;
  let rest = 0;
  let factor = 1;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    rest += (byte & 0x7f) * factor;
    factor *= 0x80;
    if (byte >= 0x80) continue;
    if (before + rest >= id) return { start, end: i + 1, before, at: before + rest };
    before += rest;
    start = i + 1;
    rest = 0;
    factor = 1;
  }
  return { start, end: start, before, at: null };
}

const gap = (distance: number): Buffer => packIds(Float64Array.of(distance));

/** Place of `id` among ascending ids, -1 when it is not there. */
export function findId(ids: Float64Array, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = ids[middle]!;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
