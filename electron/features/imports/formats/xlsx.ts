import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { AppError } from '../../../../shared/errors.ts';
import { limits } from './limits.ts';
import { PackedStrings } from './packed-strings.ts';
import { boundRow, boundRowCount, type TableRow } from './table-row.ts';
import { type NumberKind, numberKind, numberText } from './xlsx-styles.ts';
import type { ZipContents } from './zip.ts';

const what = 'xlsx';

/** The sheets of a workbook by name, in the order of the tabs; hidden ones are left out unless all are hidden. */
export interface Workbook {
  sheets: string[];
  /** Rows of one sheet; `line` is the row number in the sheet. Empty rows are left out. */
  readSheet(name: string): Promise<TableRow[]>;
  /** The same rows some at a time, as the sheet inflates; it is never held whole. */
  streamSheet(name: string): AsyncGenerator<TableRow[]>;
}

/**
 * Reads the directory of an xlsx workbook. Formula cells give their stored result, a row with a formula that has none is
 * `formulaCell`; dates come as text (see numberText). Throws AppError `fileDamaged`, `fileSuspicious` (DOCTYPE, or beyond the
 * limits), `tooManyColumns` or `tooManyRows`, also from `readSheet`.
 */
export async function openWorkbook(zip: ZipContents): Promise<Workbook> {
  const targets = new Map<string, { path: string; type: string }>();
  await parse(zip, 'xl/_rels/workbook.xml.rels', {
    open(name, attributes) {
      if (name !== 'Relationship') return;
      const target = attributes.Target ?? '';
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
      targets.set(attributes.Id ?? '', { path, type: attributes.Type ?? '' });
    },
  });
  const all: { name: string; path: string; hidden: boolean }[] = [];
  let date1904 = false;
  await parse(zip, 'xl/workbook.xml', {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1] ?? '';
      const target = targets.get(id);
      if (!target?.type.endsWith('/worksheet') || !zip.has(target.path)) return;
      all.push({ name: attributes.name ?? '', path: target.path, hidden: (attributes.state ?? 'visible') !== 'visible' });
    },
  });
  if (all.length === 0) throw new AppError('fileDamaged', { what });
  const visible = all.some((sheet) => !sheet.hidden) ? all.filter((sheet) => !sheet.hidden) : all;
  const kinds = await readStyles(zip, [...targets.values()].find((target) => target.type.endsWith('/styles'))?.path);
  let shared: PackedStrings | null = null;
  const sharedPath = [...targets.values()].find((target) => target.type.endsWith('/sharedStrings'))?.path;
  async function* streamSheet(name: string): AsyncGenerator<TableRow[]> {
    const sheet = visible.find((one) => one.name === name);
    if (!sheet) throw new AppError('fileDamaged', { what });
    shared ??= await readSharedStrings(zip, sharedPath);
    yield* readRows(zip, sheet.path, { shared, kinds, date1904 });
  }
  return {
    sheets: visible.map((sheet) => sheet.name),
    async readSheet(name) {
      const rows: TableRow[] = [];
      for await (const some of streamSheet(name)) for (const row of some) rows.push(row);
      return rows;
    },
    streamSheet,
  };
}

type Attributes = Record<string, string>;
interface Handlers {
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

async function parse(zip: ZipContents, path: string, handlers: Handlers): Promise<void> {
  for await (const _ of parsePieces(zip, path, handlers));
}

/** Runs a part of the workbook through saxes and stops after each inflated piece; names come without their prefix. */
async function* parsePieces(zip: ZipContents, path: string, handlers: Handlers): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('doctype', () => {
    throw new AppError('fileSuspicious', { what, reason: 'doctype' });
  });
  parser.on('opentag', (tag: SaxesTagPlain) => handlers.open?.(local(tag.name), tag.attributes));
  parser.on('closetag', (tag: SaxesTagPlain) => handlers.close?.(local(tag.name)));
  const { text } = handlers;
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  let decoder: TextDecoder | null = null;
  try {
    for await (const chunk of zip.read(path)) {
      decoder ??= new TextDecoder(chunk[0] === 0xff ? 'utf-16le' : chunk[0] === 0xfe ? 'utf-16be' : 'utf-8');
      parser.write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    parser.close();
    yield;
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('fileDamaged', { what }, { cause: error });
  }
}

/** The number kind of each cell style, by style index. */
async function readStyles(zip: ZipContents, path: string | undefined): Promise<NumberKind[]> {
  const kinds: NumberKind[] = [];
  if (!path || !zip.has(path)) return kinds;
  const codes = new Map<number, string>();
  let inside = false;
  await parse(zip, path, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') inside = true;
      if (name !== 'xf' || !inside) return;
      const id = Number(attributes.numFmtId ?? 0);
      kinds.push(numberKind(id, codes.get(id)));
    },
    close(name) {
      if (name === 'cellXfs') inside = false;
    },
  });
  return kinds;
}

async function readSharedStrings(zip: ZipContents, path: string | undefined): Promise<PackedStrings> {
  const strings = new PackedStrings();
  if (!path || !zip.has(path)) return strings;
  let text = '';
  let inText = false;
  let phonetic = false;
  await parse(zip, path, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic = true;
      if (name === 't') inText = !phonetic;
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'si') strings.push(unescapeText(text));
    },
    text(part) {
      if (inText) text = appended(text, part);
    },
  });
  return strings;
}

/** One character more than a cell may have is enough to know that it is too long. */
function appended(text: string, part: string): string {
  return text.length > limits.cellChars ? text : text + part;
}

/** Excel writes characters that XML cannot hold as `_x000D_` (ECMA-376, ST_Xstring); a NUL is in no name. */
function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => (code === '0000' ? '' : String.fromCharCode(Number.parseInt(code, 16))));
}

interface Tables {
  shared: PackedStrings;
  kinds: readonly NumberKind[];
  date1904: boolean;
}

async function* readRows(zip: ZipContents, path: string, tables: Tables): AsyncGenerator<TableRow[]> {
  const reader = new SheetReader(tables);
  const pieces = parsePieces(zip, path, {
    open: (name, attributes) => reader.open(name, attributes),
    close: (name) => reader.close(name),
    text: (text) => reader.text(text),
  });
  for await (const _ of pieces) {
    if (reader.rows.length > 0) yield reader.takeRows();
  }
}

class SheetReader {
  rows: TableRow[] = [];
  private count = 0;
  private readonly tables: Tables;
  private line = 0;
  private row: TableRow | null = null;
  private column = -1;
  private type = 'n';
  private style = 0;
  private value: string | null = null;
  private formula = false;
  private taking = false;
  private phonetic = false;

  constructor(tables: Tables) {
    this.tables = tables;
  }

  takeRows(): TableRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'row') {
      const told = Number(attributes.r);
      // a number that stands twice, or goes back, would make one line of two
      this.line = Number.isSafeInteger(told) && told > this.line ? told : this.line + 1;
      this.row = { line: this.line, cells: [] };
      this.column = -1;
    } else if (name === 'c') {
      this.column = columnOf(attributes.r) ?? this.column + 1;
      this.type = attributes.t ?? 'n';
      this.style = Number(attributes.s ?? 0);
      this.value = null;
      this.formula = false;
    } else if (name === 'f') {
      this.formula = true;
    } else if (name === 'rPh') {
      this.phonetic = true;
    } else if (name === 'v' || (name === 't' && !this.phonetic)) {
      this.taking = true;
      this.value ??= '';
    }
  }

  text(part: string): void {
    if (this.taking) this.value = appended(this.value ?? '', part);
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.taking = false;
    else if (name === 'rPh') this.phonetic = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row') this.endRow();
  }

  private endCell(): void {
    if (!this.row) return;
    const text = this.cellText();
    if (this.formula && this.value === null) this.row.problem ??= 'formulaCell';
    if (text === '' || this.column < 0) return;
    const { cells } = this.row;
    if (this.column >= limits.columns) {
      throw new AppError('tooManyColumns', { columns: this.column + 1, limit: limits.columns, line: this.row.line });
    }
    while (cells.length < this.column) cells.push('');
    cells[this.column] = text;
  }

  private cellText(): string {
    const { value } = this;
    if (value === null) return '';
    switch (this.type) {
      case 's':
        return this.tables.shared.get(Number(value));
      // An error value (#N/A) says nothing about the friend.
      case 'e':
        return '';
      case 'b':
        return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
      case 'n':
        return numberText(value.trim(), this.tables.kinds[this.style] ?? 'number', this.tables.date1904);
      case 'd':
        return value.replace('T', ' ').replace(/(\.0+)?Z?$/, '');
      default:
        return unescapeText(value);
    }
  }

  private endRow(): void {
    const { row } = this;
    this.row = null;
    if (!row || (row.cells.length === 0 && !row.problem)) return;
    this.rows.push(boundRow(row));
    boundRowCount(++this.count);
  }
}

/** 'AB12' → 27; null when there is no reference. */
function columnOf(reference: string | undefined): number | null {
  let column = 0;
  for (let i = 0; reference && i < reference.length; i++) {
    const code = reference.charCodeAt(i) & 0xdf;
    if (code < 65 || code > 90 || i > 3) break;
    column = column * 26 + code - 64;
  }
  return column === 0 ? null : column - 1;
}
