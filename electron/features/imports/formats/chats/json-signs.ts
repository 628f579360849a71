export const quote = 0x22;
export const backslash = 0x5c;
export const [comma, colon, openBrace, closeBrace, openBracket, closeBracket] = [0x2c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d];

/** Byte classes outside of strings. */
export const [plain, blank, invalid] = [0, 1, 2];
export const classes = new Uint8Array(256).fill(invalid);
for (const sign of '0123456789+-.eEtrufalsn') classes[sign.charCodeAt(0)] = plain;
for (const sign of ' \t\r\n') classes[sign.charCodeAt(0)] = blank;
for (const sign of '"{}[],:') classes[sign.charCodeAt(0)] = sign.charCodeAt(0);

/** Bytes that end a run of ordinary ones within a string: quote, backslash, control characters. */
export const stops = new Uint8Array(256).fill(1, 0, 0x20);
stops[quote] = stops[backslash] = 1;

/**
 * Whether a list or an object may begin here: behind a colon, or as an item of a list. `around` = the bracket that it would stand in,
 * 0 = none; `before` = the last sign that counts.
 */
export function mayOpen(around: number, before: number): boolean {
  return before === colon || (around !== openBrace && (before === comma || before === openBracket));
}

/** Whether a string may begin behind the sign: where a key, a value or an item is due. */
export function mayQuote(before: number): boolean {
  return before === comma || before === colon || before === openBrace || before === openBracket;
}
