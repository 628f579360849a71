const looked = 64 * 1024;
/** so few signs say nothing */
const fewest = 12;

/**
 * Whether bytes that could be GB18030 are Big5, as programs of Taiwan and Hong Kong write it. Nearly all that people write in Big5 is of
 * its first level, two in five of its signs end on a byte below 0x7F, and hardly half of them are common signs of GBK as well. In GBK
 * only rare signs end so, and those of traditional Chinese mostly begin on bytes with which no sign of Big5 begins.
 */
export function isBig5(bytes: Uint8Array): boolean {
  let signs = 0;
  let low = 0;
  let common = 0;
  let commonGbk = 0;
  const end = Math.min(bytes.length, looked);
  for (let at = 0; at < end - 1; at++) {
    const lead = bytes[at]!;
    if (lead < 0x80) continue;
    const trail = bytes[++at]!;
    const isLow = trail >= 0x40 && trail <= 0x7e;
    const isHigh = trail >= 0xa1 && trail <= 0xfe;
    signs++;
    if (isLow) low++;
    if (lead >= 0xa1 && lead <= 0xc6 && (isLow || isHigh)) common++;
    if (isHigh && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3))) commonGbk++;
  }
  return signs >= fewest && low > signs * 0.15 && common > signs * 0.9 && commonGbk < signs * 0.6;
}
