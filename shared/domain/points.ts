import { mostPoints } from '../contracts/points.ts';

const fullWidth = /[０-９．，－＋]/g;
const wholeNumber = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.0*)?(?:积?分)?$/;

/**
 * A whole number of points as people and programs write it: `1200` `1,200` `1200.0` `１２０` `-5` `120 分`.
 * @returns null for anything else, and for more than a friend can have (mostPoints to either side)
 */
export function readPoints(written: string): number | null {
  const plain = written.replace(fullWidth, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\s|\u00a0/g, '');
  const found = wholeNumber.exec(plain.replace('−', '-'));
  if (!found) return null;
  const points = Number(found[2]!.replaceAll(',', ''));
  if (points > mostPoints) return null;
  return found[1] === '-' && points > 0 ? -points : points;
}
