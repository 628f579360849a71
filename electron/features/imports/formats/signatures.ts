/**
 * What a binary file is, by its first bytes; 'zip' and 'ole' need a closer look; null = perhaps text.
 * Two-letter signatures count only together with NUL bytes, which no text has.
 */
export function binaryKind(bytes: Buffer): string | null {
  const hex = bytes.toString('hex', 0, 16);
  for (const [signature, kind] of fixed) if (hex.startsWith(signature)) return kind;
  const latin = bytes.toString('latin1', 0, 64);
  if (latin.slice(4, 8) === 'ftyp') return boxKind(latin.slice(8, 12));
  if (latin.startsWith('RIFF')) return riffKind(latin.slice(8, 12));
  if (latin.startsWith('SQLite format 3\0')) return 'sqlite';
  if (latin.startsWith('%PDF-') || latin.trimStart().startsWith('%PDF-')) return 'pdf';
  if (latin.startsWith('{\\rtf')) return 'rtf';
  if (latin.startsWith('#!AMR') || latin.includes('#!SILK')) return 'audio';
  if (bytes.subarray(0, 512).includes(0)) {
    if (latin.startsWith('MZ')) return 'exe';
    if (latin.startsWith('BM')) return 'bmp';
    if (latin.startsWith('ID3')) return 'audio';
  }
  return null;
}

const fixed: readonly (readonly [string, string])[] = [
  ['504b0304', 'zip'],
  ['504b0506', 'zip'],
  ['504b0708', 'zip'],
  ['d0cf11e0a1b11ae1', 'ole'],
  ['ffd8ff', 'jpeg'],
  ['89504e470d0a1a0a', 'png'],
  ['474946383761', 'gif'],
  ['474946383961', 'gif'],
  ['49492a00', 'tiff'],
  ['4d4d002a', 'tiff'],
  ['526172211a07', 'archive'],
  ['377abcaf271c', 'archive'],
  ['1f8b08', 'archive'],
  ['7f454c46', 'exe'],
  ['cffaedfe', 'exe'],
  ['cafebabe', 'exe'],
  ['1a45dfa3', 'video'],
  ['464c5601', 'video'],
  ['000001ba', 'video'],
  ['000001b3', 'video'],
  ['fffb', 'audio'],
  ['fff3', 'audio'],
  ['fff1', 'audio'],
  ['664c6143', 'audio'],
  ['4f676753', 'audio'],
];

/** Brands of the ISO media box: pictures of phones are HEIF, the rest is video or audio. */
function boxKind(brand: string): string {
  if (/^(heic|heix|hevc|heim|heis|mif1|msf1|avif)/.test(brand)) return 'heic';
  return /^M4A/.test(brand) ? 'audio' : 'video';
}

function riffKind(form: string): string {
  if (form === 'WEBP') return 'webp';
  return form === 'WAVE' ? 'audio' : 'video';
}
