import { pinyin } from 'pinyin-pro';

/**
 * Characters whose reading depends on the word, common in names, places and shop names; a text with one of them is
 * read as a whole. All others are looked up one by one and remembered, which is some ten times faster on an import.
 */
const dependsOnWord =
  /[重长行乐曾单解仇朴盖都召任查覃翟尉万俟种朝藏厦蚌说校会参还调传率差发好大石区员折乜逄牟佟缪降车省朱秘祭隗冼晟什佛贾夹弄屏强曲]/;
const chinese = /[\u3400-\u9fff\u{20000}-\u{2fa1f}]/u;
const known = new Map<string, string>();

/**
 * Pinyin of each character without tones ('张三 A' → ['zhang', 'san', ' ', 'a']); what is not Chinese stays, in lower case.
 * The first Chinese character is read as a surname where it can be one (单 → shan), whatever stands before it.
 */
export function syllables(text: string): string[] {
  return dependsOnWord.test(text) ? readInContext(text, 'head') : readOneByOne(text);
}

/** As syllables, but every way a person may read it: 乐乐 is yue le as a name with a surname and le le as a pet name. */
export function readings(text: string): string[][] {
  const first = syllables(text);
  if (!dependsOnWord.test(text)) return [first];
  const second = readInContext(text, 'off');
  return second.join() === first.join() ? [first] : [first, second];
}

function readOneByOne(text: string): string[] {
  const read: string[] = [];
  for (const char of text) read.push(readAlone(char));
  return read;
}

function readAlone(char: string): string {
  let reading = known.get(char);
  if (reading === undefined) {
    reading = chinese.test(char) ? pinyin(char, { toneType: 'none', v: true }).toLowerCase() : char.toLowerCase();
    known.set(char, reading);
  }
  return reading;
}

function readInContext(text: string, surname: 'head' | 'off'): string[] {
  const start = Math.max(0, text.search(chinese));
  const read = pinyin(text.slice(start), { toneType: 'none', type: 'array', surname, v: true });
  return [...text.slice(0, start), ...read].map((part) => part.toLowerCase());
}
