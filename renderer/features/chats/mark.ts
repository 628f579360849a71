/** [start, length] of a place in a text, in UTF-16 units. */
export type Place = readonly [number, number];

/** The excerpt cut at its beginning so that its first place can be seen on a narrow line: at most `lead` signs stand before it. */
export function cutTo(text: string, places: readonly Place[], lead: number): { text: string; places: Place[] } {
  const first = places[0]?.[0] ?? 0;
  if (first <= lead) return { text, places: [...places] };
  let cut = first - lead + 1;
  // not through the middle of a sign of two units
  if (/[\uDC00-\uDFFF]/.test(text[cut] ?? '')) cut += 1;
  return { text: `…${text.slice(cut)}`, places: places.map(([at, length]) => [at - cut + 1, length] as const) };
}

/** Every place where `wanted` stands in `text`, as the search finds it: A–Z and a–z alike, everything else as it is written. */
export function placesOf(text: string, wanted: string): Place[] {
  if (wanted === '') return [];
  const fold = (words: string) => words.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const low = fold(text);
  const sought = fold(wanted);
  const places: Place[] = [];
  for (let at = low.indexOf(sought); at >= 0; at = low.indexOf(sought, at + sought.length)) places.push([at, sought.length]);
  return places;
}
