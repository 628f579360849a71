/** Smallest files with the headers of real videos, for tests. */

const box = (type: string, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};

/** An MP4 (or, with `brand` 'qt  ', a MOV) of one picture track; `turned` = filmed upright by a phone lying down. */
export function mp4(video: {
  width: number;
  height: number;
  durationMs: number;
  brand?: string;
  turned?: boolean;
  mediaBytes?: number;
}): Buffer {
  const mvhd = Buffer.alloc(100);
  mvhd.writeUInt32BE(1000, 12);
  mvhd.writeUInt32BE(video.durationMs, 16);
  const tkhd = Buffer.alloc(84);
  const matrix = video.turned ? [0, 0x10000, 0, -0x10000, 0, 0] : [0x10000, 0, 0, 0, 0x10000, 0];
  matrix.forEach((value, at) => {
    tkhd.writeInt32BE(value, 40 + at * 4);
  });
  tkhd.writeUInt32BE(video.width << 16, 76);
  tkhd.writeUInt32BE(video.height << 16, 80);
  const hdlr = Buffer.concat([Buffer.alloc(8), Buffer.from('vide', 'latin1'), Buffer.alloc(12)]);
  const ftyp = box('ftyp', Buffer.from(`${video.brand ?? 'isom'}\x00\x00\x02\x00mp41`, 'latin1'));
  const moov = box('moov', box('mvhd', mvhd), box('trak', box('tkhd', tkhd), box('mdia', box('hdlr', hdlr))));
  return Buffer.concat([ftyp, box('mdat', Buffer.alloc(video.mediaBytes ?? 16)), moov]);
}

const element = (id: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const name = Buffer.from(id.toString(16), 'hex');
  const size = Buffer.alloc(4);
  size.writeUInt32BE((0x10000000 | body.length) >>> 0);
  return Buffer.concat([name, size, body]);
};

export function webm(video: { width: number; height: number; durationMs: number | null; docType?: string; open?: boolean }): Buffer {
  const duration = Buffer.alloc(8);
  duration.writeDoubleBE(video.durationMs ?? 0);
  const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
  const info = element(
    0x1549a966,
    element(0x2ad7b1, Buffer.from([0x0f, 0x42, 0x40])),
    ...(video.durationMs === null ? [] : [element(0x4489, duration)]),
  );
  const track = element(
    0xae,
    element(0xd7, Buffer.from([1])),
    element(0xe0, element(0xb0, u16(video.width)), element(0xba, u16(video.height))),
  );
  const inside = [info, element(0x1654ae6b, track), element(0x1f43b675, Buffer.alloc(20))];
  const head = element(0x1a45dfa3, element(0x4282, Buffer.from(video.docType ?? 'webm', 'latin1')));
  if (!video.open) return Buffer.concat([head, element(0x18538067, ...inside)]);
  return Buffer.concat([head, Buffer.from('1853806701ffffffffffffff', 'hex'), ...inside]);
}
