/** Text as it is searched: full width as half width, capital as small letters. */
export const foldWords = (text: string): string => text.normalize('NFKC').toLowerCase();

/** The words of a question; every one must be found. One character is a word. */
export const searchWords = (question: string): string[] => [...new Set(foldWords(question).split(/\s+/).filter(Boolean))];

/** Everything of a piece that is searched, in one text. */
export function searchTextOf(piece: {
  title: string;
  text: string;
  aim: string;
  tags: readonly string[];
  seasons: readonly string[];
  variants: readonly { title: string; text: string }[];
}): string {
  const variants = piece.variants.flatMap(({ title, text }) => [title, text]);
  return foldWords([piece.title, piece.text, ...variants, piece.aim, ...piece.tags, ...piece.seasons].filter(Boolean).join('\n'));
}

export interface MarkedPart {
  text: string;
  isHit: boolean;
}

/** A text cut where the words of a question stand in it, for showing them; together the parts are the text. */
export function markWords(text: string, words: readonly string[]): MarkedPart[] {
  const found = words.filter(Boolean);
  if (found.length === 0 || text === '') return text === '' ? [] : [{ text, isHit: false }];
  // folding may change how long a letter is: every folded unit knows the letter it came from
  const letters = [...text];
  const origin: number[] = [];
  let folded = '';
  letters.forEach((letter, at) => {
    const part = foldWords(letter);
    for (let n = 0; n < part.length; n++) origin.push(at);
    folded += part;
  });
  const hits = new Uint8Array(letters.length);
  for (const word of found)
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
      for (let n = at; n < at + word.length; n++) hits[origin[n]!] = 1;
  const parts: MarkedPart[] = [];
  letters.forEach((letter, at) => {
    const isHit = hits[at] === 1;
    const last = parts.at(-1);
    if (last?.isHit === isHit) last.text += letter;
    else parts.push({ text: letter, isHit });
  });
  return parts;
}
