/** A flat object as a script writes it: keys with or without quotes, texts in either quotes, numbers. */
export type FlatLiteral = Record<string, string | number | boolean | null>;

const key = /\s*(?:([A-Za-z_$][\w$]*)|'([^']*)'|"([^"]*)")\s*:\s*/y;
const plain = /(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(true|false|null|undefined)/iy;
const words: Record<string, boolean | null> = { true: true, false: false, null: null, undefined: null };
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' };

/** Reads `{ type:1, text:'…', }` without ever running it; null = it is no flat object. Whole numbers beyond 2^53 stay text. */
export function readLiteral(source: string): FlatLiteral | null {
  const start = source.indexOf('{');
  if (start === -1 || source.slice(0, start).trim() !== '') return null;
  const found: FlatLiteral = Object.create(null) as FlatLiteral;
  let at = skipBlanks(source, start + 1);
  while (source[at] !== '}') {
    key.lastIndex = at;
    const name = key.exec(source);
    if (!name) return null;
    const value = readValue(source, key.lastIndex);
    if (!value) return null;
    found[name[1] ?? name[2] ?? name[3] ?? ''] = value.value;
    at = skipBlanks(source, value.end);
    if (source[at] === ',') at = skipBlanks(source, at + 1);
    else if (source[at] !== '}') return null;
  }
  return /^\}\s*[,;\]]*\s*;?\s*$/.test(source.slice(at)) ? found : null;
}

function skipBlanks(source: string, from: number): number {
  let at = from;
  while (at < source.length && source.charCodeAt(at) <= 32) at++;
  return at;
}

function readValue(source: string, at: number): { value: string | number | boolean | null; end: number } | null {
  const quote = source[at];
  if (quote === "'" || quote === '"' || quote === '`') return readText(source, at + 1, quote);
  plain.lastIndex = at;
  const match = plain.exec(source);
  if (!match) return null;
  const number = match[1];
  if (number === undefined) return { value: words[match[2]!.toLowerCase()] ?? null, end: plain.lastIndex };
  const exact = Number.isSafeInteger(Number(number)) || number.includes('.');
  return { value: exact ? Number(number) : number, end: plain.lastIndex };
}

function readText(source: string, start: number, quote: string): { value: string; end: number } | null {
  let value = '';
  let from = start;
  for (let at = start; at < source.length; at++) {
    const sign = source[at];
    if (sign === quote) return { value: value + source.slice(from, at), end: at + 1 };
    if (sign !== '\\') continue;
    value += source.slice(from, at);
    const next = source[at + 1] ?? '';
    const code = /^(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/i.exec(source.slice(at + 1, at + 6));
    value += code ? String.fromCharCode(Number.parseInt(code[1] ?? code[2]!, 16)) : (escapes[next] ?? next);
    at += code ? code[0].length : 1;
    from = at + 1;
  }
  return null;
}
