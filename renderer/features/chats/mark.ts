/** [start, length] of a place in a text, in UTF-16 units. */
export type Place = readonly [number, number];

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
