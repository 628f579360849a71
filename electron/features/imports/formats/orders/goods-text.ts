import { readQuantity } from './order-values.ts';

/** One entry of a cell that lists goods. */
export interface GoodsEntry {
  product: string;
  spec: string;
  /** null = the text does not say */
  quantity: number | null;
}

/** quantity behind the last sign: 赣南脐橙(10斤装)+2 · 土鸡蛋*3 · 草莓×2份 */
const signed = /^(.*\S)\s*[+*×✕＋＊]\s*(\d{1,6}(?:\.\d{1,3})?)\s*[份件个箱盒斤袋瓶组套只条]?$/s;
/** 草莓 x2; behind Latin letters an x may belong to the name */
const lettered = /^(.*[^\sA-Za-z0-9])\s*[xX](\d{1,6})\s*[份件个箱盒斤袋瓶组套只条]?$/s;
/** no name of goods is longer; the patterns need not bear more */
const longest = 2000;

const count = (text: string): RegExpExecArray | null => (text.length > longest ? null : (signed.exec(text) ?? lettered.exec(text)));

/**
 * A cell of goods as 快团团 and 群接龙 write it, `商品名(规格)+数量` or `商品名*数量`, one per line → its entries. Signs that also stand
 * in names (; ；) cut only where every piece ends in a quantity. Nothing is left out: what has no quantity stays with null.
 */
export function readGoods(text: string): GoodsEntry[] {
  const lines = text.split(/\r\n|\n|\r/).flatMap(pieces);
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(readEntry);
}

function pieces(line: string): string[] {
  if (!/[;；]/.test(line) || line.length > 20_000) return [line];
  const parts = line.split(/[;；]/).filter((part) => part.trim() !== '');
  return parts.every((part) => count(part.trim()) !== null) ? parts : [line];
}

function readEntry(line: string): GoodsEntry {
  const match = count(line);
  const { name, spec } = cutSpec((match ? match[1]! : line).trim());
  return { product: name, spec, quantity: match ? readQuantity(match[2]!) : null };
}

/** The last pair of parentheses is the specification; pairs inside it belong to it. */
function cutSpec(text: string): { name: string; spec: string } {
  if (!/[)）]$/.test(text)) return { name: text, spec: '' };
  let depth = 0;
  for (let at = text.length - 1; at > 0; at--) {
    const sign = text[at]!;
    if (sign === ')' || sign === '）') depth++;
    if (sign !== '(' && sign !== '（') continue;
    depth--;
    if (depth === 0) return { name: text.slice(0, at).trim(), spec: text.slice(at + 1, -1).trim() };
  }
  return { name: text, spec: '' };
}
