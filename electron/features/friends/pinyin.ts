import { pinyin } from 'pinyin-pro';

/**
 * Characters whose reading depends on the word, common in names, places and shop names; a text with one of them is
 * read as a whole. All others are looked up one by one and remembered, which is some ten times faster on an import.
 */
const dependsOnWord =
  /[重长行乐曾单解仇朴盖都召任查覃翟尉万俟种朝藏厦蚌说校会参还调传率差发好大石区员折乜逄牟佟缪降车省朱秘祭隗冼晟什佛贾夹弄屏强曲]/;
const chinese = /[\u3400-\u9fff\u{20000}-\u{2fa1f}]/u;
const readings = new Map<string, string>();

/** Pinyin of each character without tones ('张三 A' → ['zhang', 'san', ' ', 'a']); what is not Chinese stays, in lower case. */
export function syllables(text: string): string[] {
  if (dependsOnWord.test(text))
    return pinyin(text, { toneType: 'none', type: 'array', surname: 'head', v: true }).map((part) => part.toLowerCase());
  const parts: string[] = [];
  for (const char of text) {
    let reading = readings.get(char);
    if (reading === undefined) {
      reading = chinese.test(char) ? pinyin(char, { toneType: 'none', v: true }).toLowerCase() : char.toLowerCase();
      readings.set(char, reading);
    }
    parts.push(reading);
  }
  return parts;
}
