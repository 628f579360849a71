import { pinyin } from 'pinyin-pro';

/**
 * Characters whose reading depends on the word, common in names, places and shop names; a text with one of them is
 * read word by word. All others are looked up one by one and remembered, which is some ten times faster on an import.
 */
const dependsOnWord =
  /[重长行乐曾单解仇朴盖都召任查覃翟尉万俟种朝藏厦蚌说校会参还调传率差发好大石区员折乜逄牟佟缪降车省朱秘祭隗冼晟什佛贾夹弄屏强曲]/;
const chinese = /[\u3400-\u9fff\u{20000}-\u{2fa1f}]/u;
/** Chinese in one piece (〇 is part of a word, never its beginning), or what stands between. */
const pieces = /[\u3400-\u9fff\u{20000}-\u{2fa1f}][\u3007\u3400-\u9fff\u{20000}-\u{2fa1f}]*|[^\u3400-\u9fff\u{20000}-\u{2fa1f}]+/gu;

/** readings by code point */
const known = new Map<number, string>();
/** readings of pieces: the same estates, titles and habits stand behind thousands of names */
const knownPieces = { head: new Map<string, string[]>(), off: new Map<string, string[]>() };
const keptPieces = 20_000;

/**
 * Pinyin of each character without tones ('张三 A' → ['zhang', 'san', ' ', 'a']); what is not Chinese stays, in lower case.
 * The first Chinese character is read as a surname where it can be one (单 → shan), whatever stands before it.
 */
export function syllables(text: string): string[] {
  return dependsOnWord.test(text) ? readInContext(text, 'head') : readOneByOne(text);
}

/** As syllables, but every way a person may read it: 乐乐 is yue le as a name with a surname and le le as a pet name. */
export function readings(text: string): string[][] {
  if (!dependsOnWord.test(text)) return [readOneByOne(text)];
  const first = readInContext(text, 'head');
  const second = readInContext(text, 'off');
  return second.join() === first.join() ? [first] : [first, second];
}

function readOneByOne(text: string): string[] {
  const read: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    if (code > 0xffff) i++;
    read.push(known.get(code) ?? readAlone(code));
  }
  return read;
}

function readAlone(code: number): string {
  const char = String.fromCodePoint(code);
  const reading = chinese.test(char) ? pinyin(char, { toneType: 'none', v: true }).toLowerCase() : char.toLowerCase();
  known.set(code, reading);
  return reading;
}

function readInContext(text: string, surname: 'head' | 'off'): string[] {
  const read: string[] = [];
  let mode = surname;
  for (const piece of text.match(pieces) ?? []) {
    if (!chinese.test(piece)) for (const char of piece) read.push(char.toLowerCase());
    else {
      for (const part of readPiece(piece, mode)) read.push(part);
      mode = 'off';
    }
  }
  return read;
}

function readPiece(piece: string, surname: 'head' | 'off'): string[] {
  const memory = knownPieces[surname];
  let read = memory.get(piece);
  if (!read) {
    read = pinyin(piece, { toneType: 'none', type: 'array', surname, v: true }).map((part) => part.toLowerCase());
    if (memory.size >= keptPieces) memory.clear();
    memory.set(piece, read);
  }
  return read;
}
