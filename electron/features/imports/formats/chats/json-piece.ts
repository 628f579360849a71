import type { ChatProblemKind } from './chat-source.ts';

/** What the splitter found. Places count the items of a list from 1. */
export interface JsonPiece {
  type: 'value' | 'open' | 'close' | 'problem';
  /** where: '' = the root, '.session', '.messages[]' = one item of the list messages, '[]' = one item of the outermost list */
  path: string;
  /** place in the list for paths ending in '[]', else 0 */
  place: number;
  /** the value's own text, not parsed; '' for open and close; the beginning of what is broken for a problem */
  raw: string;
  problem: ChatProblemKind | null;
  /** whether a number of 16 digits or more stands in it, which JSON.parse may round: parse with `parsePiece` */
  big: boolean;
}

/** A piece's value, with integers that JavaScript would round as text; undefined = no JSON. */
export function parsePiece(piece: Pick<JsonPiece, 'raw' | 'big'>): unknown {
  try {
    // An unescaped quote before a colon always ends a key, so that nothing within a string is touched.
    return JSON.parse(piece.big ? piece.raw.replace(/(?<!\\)("\s*:\s*)(-?\d{16,})(?=\s*[,}])/g, '$1"$2"') : piece.raw);
  } catch {
    return undefined;
  }
}

export interface SplitRules {
  /** 'script' = statements `const name = JSON;`, whose names are the keys of the root */
  root?: 'json' | 'script';
  /** lists and objects to go into; others come whole as one value. The root is always gone into. */
  enter(path: string, kind: 'object' | 'array'): boolean;
  /** lists and objects whose text nobody wants; neither kept nor reported */
  skip?(path: string): boolean;
  /** bytes of one value beyond which it is a problem */
  itemBytes?: number;
}
