import iconv from 'iconv-lite';
import { binaryKind } from '../signatures.ts';
import type { ChatHead, JsonShape } from './chat-reader.ts';
import type { ChatFile } from './chat-source.ts';
import { parsePiece } from './json-piece.ts';
import { JsonSplitter } from './json-stream.ts';
import { type Fields, isFields } from './json-values.ts';
import { encodingOf } from './stream-text.ts';

export const headBytes = 256 * 1024;

/** Reads the beginning of a file. Throws what `file.stream()` throws. */
export async function readHead(file: ChatFile): Promise<ChatHead> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of file.stream()) {
    parts.push(chunk);
    size += chunk.length;
    if (size >= headBytes) break;
  }
  const bytes = Buffer.concat(parts, size).subarray(0, headBytes);
  const text = headText(bytes, size < headBytes);
  return { path: file.path, bytes, text, json: text === null ? null : jsonShape(text) };
}

function headText(bytes: Buffer, whole: boolean): string | null {
  if (bytes.length === 0 || binaryKind(bytes)) return null;
  const encoding = encodingOf(bytes, whole);
  const text = iconv.decode(bytes, encoding === 'utf-8-bom' ? 'utf-8' : encoding.replace('utf-16', 'utf16-'));
  return whole ? text : text.replace(/\uFFFD{1,3}$/, '');
}

/** What a text is as JSON by its beginning; null = no JSON. */
export function jsonShape(text: string): JsonShape | null {
  const start = text.trimStart();
  if (/^(?:(?:const|var|let)\s+[\w$]+|window\.[\w$.]+)\s*=\s*["[{\d]/.test(start)) return outerShape(start, 'script');
  if (start.startsWith('#') || start.startsWith('{')) {
    const lines = lineShape(start);
    if (lines) return lines;
  }
  return /^(?:\{\s*["}]|\[\s*[{\]])/.test(start) ? outerShape(start, 'json') : null;
}

/** JSONL: objects on lines of their own; a file of one line is JSONL only when it says what the line is. */
function lineShape(start: string): JsonShape | null {
  const lines = start.split('\n').map((line) => line.trim());
  const used = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const first = objectOf(used[0] ?? '');
  if (!first || (!('_type' in first) && !used[1]?.startsWith('{'))) return null;
  return { root: 'lines', keys: Object.keys(first), values: {}, first, list: null };
}

function objectOf(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function outerShape(text: string, root: 'json' | 'script'): JsonShape {
  const splitter = new JsonSplitter({ root, enter: (path, kind) => kind === 'array' && /^\.[^.]*[^.\]]$/.test(path) });
  const shape: JsonShape = {
    root: root === 'script' ? 'script' : text.startsWith('[') ? 'array' : 'object',
    keys: [],
    values: {},
    first: null,
    list: null,
  };
  for (const piece of splitter.push(Buffer.from(text))) {
    const [, key, item] = /^\.?([^[\]]*)(\[\])?$/.exec(piece.path) ?? [];
    if (key === undefined || piece.type === 'problem' || piece.type === 'close') continue;
    if (!item && piece.path !== '') shape.keys.push(key);
    if (piece.type !== 'value') continue;
    if (!item) shape.values[key] = parsePiece(piece);
    else if (piece.place === 1 && !shape.first) {
      const value = parsePiece(piece);
      if (!isFields(value)) continue;
      shape.first = value;
      shape.list = key || null;
    }
  }
  if (shape.root === 'array' && shape.first) shape.keys = Object.keys(shape.first);
  return shape;
}
