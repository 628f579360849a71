export interface DiffPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Texts longer than this (in pieces) are compared by lines only; nobody reads finer differences there. */
const mostPieces = 1200;

/** Words to compare by: a run of letters or digits, one Chinese character, one sign, a line break. */
const pieces = (text: string): string[] => text.match(/[A-Za-z0-9]+|\r?\n|[\s\S]/gu) ?? [];
const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

/**
 * What became of a text, readable from left to right: the parts that are not `added` are the old text, those that are not `removed` the
 * new one. Longest common subsequence over words.
 */
export function diffText(before: string, after: string): DiffPart[] {
  const fine = pieces(before).length <= mostPieces && pieces(after).length <= mostPieces;
  const [a, b] = fine ? [pieces(before), pieces(after)] : [lines(before).slice(0, mostPieces), lines(after).slice(0, mostPieces)];
  if (!fine && (lines(before).length > mostPieces || lines(after).length > mostPieces))
    return joined([
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]);
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i * width + j] =
        a[i] === b[j] ? length[(i + 1) * width + j + 1]! + 1 : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
  const parts: DiffPart[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push({ kind: 'same', text: a[i]! });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && length[(i + 1) * width + j]! >= length[i * width + j + 1]!))
      parts.push({ kind: 'removed', text: a[i++]! });
    else parts.push({ kind: 'added', text: b[j++]! });
  }
  return joined(parts);
}

/** Neighbours of a kind as one; what was taken out stands before what came in its place. */
function joined(parts: readonly DiffPart[]): DiffPart[] {
  const done: DiffPart[] = [];
  let [removed, added] = ['', ''];
  const flush = () => {
    if (removed) done.push({ kind: 'removed', text: removed });
    if (added) done.push({ kind: 'added', text: added });
    [removed, added] = ['', ''];
  };
  for (const { kind, text } of parts) {
    if (kind === 'removed') removed += text;
    else if (kind === 'added') added += text;
    else {
      flush();
      const last = done.at(-1);
      if (last?.kind === 'same') last.text += text;
      else done.push({ kind, text });
    }
  }
  flush();
  return done;
}
