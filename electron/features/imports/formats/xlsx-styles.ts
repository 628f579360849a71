/** What a number format makes of a number: a date with or without year, a time of day, or the plain number. */
export type NumberKind = 'number' | 'date' | 'dayOfYear' | 'time';

/** Built-in formats of ECMA-376 §18.8.30 and the East Asian ones that Chinese Excel uses (27–36, 50–58). */
const builtIn: Record<number, NumberKind> = {
  14: 'date',
  15: 'date',
  16: 'dayOfYear',
  17: 'date',
  18: 'time',
  19: 'time',
  20: 'time',
  21: 'time',
  22: 'date',
  27: 'date',
  28: 'dayOfYear',
  29: 'dayOfYear',
  30: 'date',
  31: 'date',
  32: 'time',
  33: 'time',
  34: 'time',
  35: 'time',
  36: 'date',
  45: 'time',
  46: 'time',
  47: 'time',
  50: 'date',
  51: 'dayOfYear',
  52: 'date',
  53: 'dayOfYear',
  54: 'dayOfYear',
  55: 'time',
  56: 'time',
  57: 'date',
  58: 'dayOfYear',
};

/** The kind of a number format by its number and, for custom ones, its code. */
export function numberKind(id: number, code: string | undefined): NumberKind {
  if (code === undefined) return builtIn[id] ?? 'number';
  // Literals, colours, locales and escaped characters are no date parts; elapsed time ([h]) is.
  const bare = code
    .split(';')[0]!
    .replace(/"[^"]*"|\\.|_./g, '')
    .replace(/\[(h+|m+|s+)\]/gi, '$1')
    .replace(/\[[^\]]*\]/g, '')
    .toLowerCase();
  if (/general|[#?0](?!.*[ydhs])/.test(bare) && !/[ydh]/.test(bare)) return 'number';
  if (/[ye]/.test(bare) && /[md]/.test(bare)) return 'date';
  if (/d/.test(bare)) return 'dayOfYear';
  if (/[hs]/.test(bare)) return 'time';
  if (/^[^a-z]*y+[^a-z]*$/.test(bare)) return 'date';
  return 'number';
}

const dayMs = 86_400_000;

/**
 * A stored number → text: 'YYYY-MM-DD' or 'YYYY-MM-DD HH:mm:ss' for dates (no seconds are invented for whole days), 'M月D日' where
 * the format hides the year (Excel adds the current one unasked), 'HH:mm:ss' for times, else the plain number. Numbers of 16 digits
 * and more keep the `7.43E+18` form: Excel has lost their last digits.
 */
export function numberText(raw: string, kind: NumberKind, date1904: boolean): string {
  const value = Number(raw);
  if (raw === '' || !Number.isFinite(value)) return raw;
  if (kind === 'number' || value < 0 || value >= 2_958_466) {
    if (Math.abs(value) >= 1e15) return value.toExponential(2).replace('e+', 'E+');
    return String(Number(value.toPrecision(15)));
  }
  let serial = date1904 ? value + 1462 : value;
  const whole = Math.floor(serial);
  const seconds = Math.round((serial - whole) * 86_400);
  if (kind === 'time' || whole === 0) return clock(seconds);
  // Serial 60 is the 29 February 1900 that never was.
  if (serial < 60) serial += 1;
  const moment = new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * dayMs + seconds * 1000);
  if (kind === 'dayOfYear') return `${moment.getUTCMonth() + 1}月${moment.getUTCDate()}日`;
  const text = moment.toISOString();
  return seconds === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

function clock(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
