/** The top of a scale that holds a value and whose half is round too: 2, 4, 10, 20, 40, 60, 80, 100, 200 … */
export function niceTop(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))));
  const top = [1, 2, 4, 6, 8, 10].map((times) => times * step).find((one) => one >= value)!;
  return Math.max(2, top);
}
