/*
 * 'Would you say this to a friend?' Signs by which a post reads like a poster in a shop window. Hints, never a verdict.
 */

export type ToneSign =
  /** 亲们 宝子们 家人们: spoken to a crowd */
  | { kind: 'crowd'; words: string[] }
  /** many exclamation marks, or several in a row */
  | { kind: 'shouting'; marks: number }
  /** more emoji than sentences can bear */
  | { kind: 'emoji'; count: number }
  /** a price within the first line */
  | { kind: 'priceFirst'; price: string }
  /** long, and neither 我 nor 你 in it: nobody speaks, nobody is spoken to */
  | { kind: 'nobody' };

const crowdWords = ['亲们', '宝子们', '家人们', '宝宝们', '姐妹们', '各位亲', '老铁们', '广大客户', '尊敬的'];
const manyMarks = 3;
const manyEmoji = 8;
const longText = 60;
const price = /[¥￥]\s?\d+(\.\d+)?|\d+(\.\d+)?\s?(元|块|米)(?!之)/;

/** What makes a text sound like an advert, in the order in which it is told. */
export function toneSigns(text: string): ToneSign[] {
  const signs: ToneSign[] = [];
  const words = crowdWords.filter((word) => text.includes(word));
  if (words.length > 0) signs.push({ kind: 'crowd', words });
  const firstLine = text.trim().split('\n', 1)[0] ?? '';
  const priced = price.exec(firstLine);
  if (priced) signs.push({ kind: 'priceFirst', price: priced[0] });
  const marks = text.match(/[!！]/g)?.length ?? 0;
  if (marks > manyMarks || /[!！]{2}/.test(text)) signs.push({ kind: 'shouting', marks });
  const emoji = text.match(/\p{Extended_Pictographic}/gu)?.length ?? 0;
  if (emoji > manyEmoji) signs.push({ kind: 'emoji', count: emoji });
  if ([...text].length > longText && !/[我你您咱]/.test(text)) signs.push({ kind: 'nobody' });
  return signs;
}
