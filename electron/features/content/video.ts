import type { VideoMime } from '../../../shared/contracts/content.ts';

export interface Video {
  mime: VideoMime;
  /** as it is seen; 0 = not told */
  width: number;
  height: number;
  /** null = not told */
  durationMs: number | null;
}
/** `damaged` = it ends too early or has no index; `videoKind` = a video of a kind that phones do not play */
export type VideoProblem = 'damaged' | 'videoKind';

/** A file that is looked into here and there: a video is never in memory as a whole. */
export interface FileLook {
  size: number;
  /** fewer bytes where the file ends */
  read(at: number, length: number): Promise<Buffer>;
}

/** Looks into a file, more than any honest one needs: a hostile one ends here. */
const mostLooks = 4000;

/**
 * Recognises MP4, MOV and WebM by their bytes and reads size and duration out of their headers (ISO 14496-12; Matroska, RFC 9559).
 * Never throws for content. @returns null when it is no video at all
 */
export async function recogniseVideo(file: FileLook): Promise<Video | { problem: VideoProblem } | null> {
  const head = await file.read(0, 16);
  const kind = videoKind(head);
  if (kind === null || kind === 'other') return kind && { problem: 'videoKind' };
  let looks = 0;
  const counted: FileLook = {
    size: file.size,
    read(at, length) {
      if (++looks > mostLooks) throw new Broken();
      return file.read(at, length);
    },
  };
  try {
    return kind === 'matroska' ? await readMatroska(counted) : await readIso(counted, kind);
  } catch (error) {
    if (error instanceof Broken || error instanceof RangeError) return { problem: 'damaged' };
    throw error;
  }
}

class Broken extends Error {}

function videoKind(head: Buffer): 'mp4' | 'mov' | 'matroska' | 'other' | null {
  const at = (from: number, length: number) => head.toString('latin1', from, from + length);
  if (at(4, 4) === 'ftyp') {
    if (/^(avi[fs]|hei[cxms]|hev[cx]|mif1|msf1)$/.test(at(8, 4))) return null;
    return at(8, 4) === 'qt  ' ? 'mov' : 'mp4';
  }
  // QuickTime files of old begin without saying so
  if (/^(moov|mdat|wide)$/.test(at(4, 4))) return 'mov';
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return 'matroska';
  if (at(0, 4) === 'RIFF' && at(8, 4) === 'AVI ') return 'other';
  // Flash, Windows Media, MPEG programme streams
  return at(0, 3) === 'FLV' || at(0, 4) === '0&²u' || at(0, 4) === '\0\0\x01º' ? 'other' : null;
}

// ── MP4 and MOV: boxes within boxes

interface Box {
  type: string;
  /** of what is in it */
  from: number;
  to: number;
}

/** The boxes between two places; `isWhole` = one that goes past the end is damage (half a download). */
async function boxesOf(file: FileLook, from: number, to: number): Promise<Box[]> {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const head = await file.read(at, 16);
    if (head.length < 8) throw new Broken();
    let size = head.readUInt32BE(0);
    let skip = 8;
    if (size === 1) {
      size = Number(head.readBigUInt64BE(8));
      skip = 16;
    } else if (size === 0) size = to - at;
    if (size < skip || at + size > to) throw new Broken();
    boxes.push({ type: head.toString('latin1', 4, 8), from: at + skip, to: at + size });
    at += size;
  }
  return boxes;
}

async function readIso(file: FileLook, kind: 'mp4' | 'mov'): Promise<Video | { problem: VideoProblem }> {
  const moov = (await boxesOf(file, 0, file.size)).find(({ type }) => type === 'moov');
  if (!moov) return { problem: 'damaged' };
  const inside = await boxesOf(file, moov.from, moov.to);
  const header = inside.find(({ type }) => type === 'mvhd');
  let size = { width: 0, height: 0 };
  let hasPicture = false;
  for (const track of inside.filter(({ type }) => type === 'trak')) {
    const parts = await boxesOf(file, track.from, track.to);
    const media = parts.find(({ type }) => type === 'mdia');
    const handler = media && (await boxesOf(file, media.from, media.to)).find(({ type }) => type === 'hdlr');
    if (!handler || (await file.read(handler.from + 8, 4)).toString('latin1') !== 'vide') continue;
    hasPicture = true;
    const shown = parts.find(({ type }) => type === 'tkhd');
    if (shown) size = trackSize(await file.read(shown.from, Math.min(shown.to - shown.from, 104)));
    break;
  }
  // sound alone is no video
  if (!hasPicture) return { problem: 'videoKind' };
  const durationMs = header ? duration(await file.read(header.from, Math.min(header.to - header.from, 32))) : null;
  return { mime: kind === 'mov' ? 'video/quicktime' : 'video/mp4', ...size, durationMs };
}

/** tkhd: the matrix turns the picture where its first number is 0; sides are 16.16 fixed. */
function trackSize(tkhd: Buffer): { width: number; height: number } {
  const start = tkhd[0] === 1 ? 52 : 40;
  const isTurned = tkhd.readInt32BE(start) === 0 && tkhd.readInt32BE(start + 4) !== 0;
  const [width, height] = [tkhd.readUInt32BE(start + 36) >>> 16, tkhd.readUInt32BE(start + 40) >>> 16];
  return isTurned ? { width: height, height: width } : { width, height };
}

/** mvhd: ms; null where it is left open, as fragmented files do. */
function duration(mvhd: Buffer): number | null {
  const isLong = mvhd[0] === 1;
  const scale = mvhd.readUInt32BE(isLong ? 20 : 12);
  const units = isLong ? Number(mvhd.readBigUInt64BE(24)) : mvhd.readUInt32BE(16);
  return plausible(scale > 0 ? (units / scale) * 1000 : 0);
}

/** A day of video is more than 200 MB hold. */
const plausible = (ms: number): number | null => (ms >= 1 && ms <= 86_400_000 ? Math.round(ms) : null);

// ── WebM: elements of Matroska

const ids = { segment: 0x18538067, info: 0x1549a966, tracks: 0x1654ae6b, cluster: 0x1f43b675, scale: 0x2ad7b1, duration: 0x4489 } as const;
const trackIds = { entry: 0xae, video: 0xe0, width: 0xb0, height: 0xba, docType: 0x4282 } as const;

interface Element {
  id: number;
  from: number;
  to: number;
}

async function elementAt(file: FileLook, at: number, end: number): Promise<Element> {
  const head = await file.read(at, 12);
  const idLength = Math.clz32(head[0] ?? 0) - 23;
  if (idLength > 4 || head.length < idLength + 1) throw new Broken();
  const id = head.readUIntBE(0, idLength);
  const first = head[idLength]!;
  const sizeLength = Math.clz32(first) - 23;
  if (sizeLength > 8 || head.length < idLength + sizeLength) throw new Broken();
  let size = first & (0xff >> sizeLength);
  let isOpen = size === 0xff >> sizeLength;
  for (let n = 1; n < sizeLength; n++) {
    const byte = head[idLength + n]!;
    isOpen &&= byte === 0xff;
    size = size * 256 + byte;
  }
  const from = at + idLength + sizeLength;
  // a live recording leaves its length open
  return { id, from, to: isOpen ? end : from + size };
}

async function* elementsOf(file: FileLook, from: number, to: number): AsyncGenerator<Element> {
  for (let at = from; at < to; ) {
    const element = await elementAt(file, at, to);
    yield element;
    at = element.to;
  }
}

async function readMatroska(file: FileLook): Promise<Video | { problem: VideoProblem }> {
  const found = { width: 0, height: 0, scale: 1_000_000, units: 0, isWebm: false, hasPicture: false };
  for await (const top of elementsOf(file, 0, file.size)) {
    if (top.id === 0x1a45dfa3)
      for await (const part of elementsOf(file, top.from, top.to))
        if (part.id === trackIds.docType) found.isWebm = (await file.read(part.from, 4)).toString('latin1') === 'webm';
    if (top.id !== ids.segment) continue;
    if (top.to > file.size) throw new Broken();
    for await (const part of elementsOf(file, top.from, top.to)) {
      if (part.id === ids.info) await readInfo(file, part, found);
      else if (part.id === ids.tracks) await readTracks(file, part, found);
      // pictures follow: all headers were read
      if (part.id === ids.cluster) break;
    }
    break;
  }
  if (!found.isWebm || !found.hasPicture) return { problem: found.isWebm ? 'damaged' : 'videoKind' };
  const { width, height, units, scale } = found;
  return { mime: 'video/webm', width, height, durationMs: plausible((units * scale) / 1_000_000) };
}

async function readInfo(file: FileLook, info: Element, found: { scale: number; units: number }): Promise<void> {
  for await (const part of elementsOf(file, info.from, info.to)) {
    const length = part.to - part.from;
    if (part.id === ids.scale) found.scale = await unsigned(file, part);
    if (part.id !== ids.duration || (length !== 4 && length !== 8)) continue;
    const bytes = await file.read(part.from, length);
    found.units = length === 4 ? bytes.readFloatBE(0) : bytes.readDoubleBE(0);
  }
}

async function readTracks(file: FileLook, tracks: Element, found: { width: number; height: number; hasPicture: boolean }): Promise<void> {
  for await (const entry of elementsOf(file, tracks.from, tracks.to)) {
    if (entry.id !== trackIds.entry) continue;
    for await (const part of elementsOf(file, entry.from, entry.to)) {
      if (part.id !== trackIds.video || found.hasPicture) continue;
      found.hasPicture = true;
      for await (const side of elementsOf(file, part.from, part.to)) {
        if (side.id === trackIds.width) found.width = await unsigned(file, side);
        if (side.id === trackIds.height) found.height = await unsigned(file, side);
      }
    }
  }
}

async function unsigned(file: FileLook, { from, to }: Element): Promise<number> {
  if (to - from < 1 || to - from > 6) throw new Broken();
  return (await file.read(from, to - from)).readUIntBE(0, to - from);
}
