/** What she types as money: '58', '58.5', '1,280.00', '￥58'. @returns 分; null = no money */
export function readFen(text: string): number | null {
  const plain = text.replace(/[\s,，¥￥]/g, '').replace('。', '.');
  return /^\d{1,9}(\.\d{0,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}

/** 5850 → '58.5', as it stands in a field. */
export const fenText = (fen: number | null): string => (fen === null ? '' : String(fen / 100));

/** What she types as a quantity: more than 0, at most three decimals. */
export function readQuantity(text: string): number | null {
  const plain = text.trim();
  const value = Number(plain);
  return /^\d{1,6}(\.\d{1,3})?$/.test(plain) && value > 0 && value <= 100_000 ? value : null;
}
