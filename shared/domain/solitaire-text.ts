/** Full-width signs and odd blanks → their plain forms, one for one: offsets in the result are offsets in `text`. */
export function plainSigns(text: string): string {
  return text.replace(/[\uFF01-\uFF5E\u3000\u00A0\u2002-\u200A\u202F\uFE63\u00D7\u2715\u2716]/g, (sign) => {
    const code = sign.charCodeAt(0);
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    if (code === 0xd7 || code === 0x2715 || code === 0x2716) return 'x';
    return code === 0xfe63 ? '-' : ' ';
  });
}

const alreadyFolded = /^[\u4e00-\u9fff0-9a-z]*$/;

/** A name or a product as it is compared: compatibility forms joined, lower case, one blank for many. */
export function foldName(name: string): string {
  // most names are of these signs alone and stay as they are; joining forms is what takes the time
  if (alreadyFolded.test(name)) return name;
  return name
    .normalize('NFKC')
    .replace(/[\s\u00A0\u200B-\u200F\u2060\uFEFF]+/g, ' ')
    .trim()
    .toLowerCase();
}

const bareFolded = (folded: string): string => (alreadyFolded.test(folded) ? folded : folded.replace(/[^\p{L}\p{N}]/gu, ''));

/** `foldName` without emoji, signs and blanks; '' when nothing else was there. */
export function bareName(name: string): string {
  return bareFolded(foldName(name));
}

/** Words that make the number before them a quantity; longer ones first. */
export const quantityUnits =
  '公斤|千克|毫升|小箱|大箱|小份|大份|小盒|大盒|小包|大包|小袋|大袋|小瓶|大瓶|小个|大个|kg|ml|[箱盒份斤克包袋件个只瓶罐提筐篮板条枚颗串捆把束桶套支根片张双对打杯碗卷排听扎朵株盆头枝粒组单位框兜壶块餐桌例两]';

const digits = '0-9一二三四五六七八九十';
const flat = `\\s*(?:\\d{3,4}(?![\\d.]|\\s*(?:${quantityUnits}))室?|[${digits}]{1,4}\\s*(?:单元|室|楼|层|号))`;
const places = [
  // 3-2-501, 3#501, 12幢3单元401室, 三号楼
  `(?<![${digits}.])\\d{1,3}\\s*[-#]\\s*\\d{1,4}(?:\\s*-\\s*\\d{1,4})?(?:室|号)?(?![\\d.])`,
  `[a-zA-Z]?[${digits}]{1,4}\\s*(?:号楼|号院|号门|单元|栋|幢|座|室|弄|期|区|楼|层|号)(?:${flat})*`,
  `[a-zA-Z]\\s*(?:栋|幢|座|区)(?:${flat})*`,
].join('|');

/** Building, entrance and flat numbers anywhere in a text ('3号楼', '12幢3单元401室', '3-2-501'): never quantities. A new object with each call. */
export function placePattern(): RegExp {
  return new RegExp(places, 'g');
}

const allPlaces = placePattern();
/** No place is named without one of these. */
const placeSigns = new RegExp(`[a-zA-Z${digits}]`);

/** `bareName` after building numbers are taken out: 李姐-3号楼 ~ 李姐. */
export function namelessPlace(name: string): string {
  const folded = foldName(name);
  return bareFolded(placeSigns.test(folded) ? foldName(folded.replace(allPlaces, ' ')) : folded);
}

const values: Record<string, number> = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 俩: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };

/** Number in digits or Chinese numerals up to 999 ('两', '十二', '半', '一百二十'), at most three decimals; null = none. */
export function readNumber(text: string): number | null {
  if (/^\d{1,6}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000) / 1000;
  if (text === '半') return 0.5;
  let total = 0;
  let digit: number | null = null;
  for (const sign of text) {
    if (sign === '十' || sign === '百') {
      total += (digit ?? 1) * (sign === '十' ? 10 : 100);
      digit = null;
    } else {
      const value = values[sign];
      if (value === undefined || digit) return null;
      digit = value;
    }
  }
  return text === '' ? null : total + (digit ?? 0);
}
