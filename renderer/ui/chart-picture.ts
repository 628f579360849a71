import { type Piece, pictureOf } from './svg-picture.ts';

/** The numbers of a chart. */
export interface ChartTable {
  header: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  /** how great each cell is (0…1), painted in the picture: as a bar in it, or as a colour of it */
  paint?: { as: 'bar' | 'heat'; shares: readonly (readonly number[])[] };
  /** the colour that each row has in the drawing, by the name of its variable (tag-red) */
  keys?: readonly string[];
}

/** What stands over and under a chart. */
export interface ChartWords {
  title: string;
  /** what it says */
  sentence: string;
  /** of which days, and of how many */
  basis: string;
}

/** What is drawn, with the height that it takes. */
interface Block {
  height: number;
  draw: (y: number) => void;
}

const [leastWidth, mostWidth, edge] = [760, 2400, 40];
const [rowHeight, cellEdge, mostRows] = [32, 14, 40];
/** room of a bar in its cell, and of the key before a name */
const [barRoom, keyRoom] = [120, 18];
/** so few rows stand below a drawing too */
const fewRows = 13;
/** a picture is looked at on screens that are twice as fine */
const scale = 2;
const isNumber = (cell: string | number) => /^[−\-\d.,%¥]*$/.test(String(cell));
const closing = /^[，。；：、！？）」』%]/;

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ...{ surface: of('surface'), text: of('text'), quiet: of('text-2'), line: of('line') },
    ...{ accent: of('accent'), soft: of('accent-soft'), font: getComputedStyle(document.body).fontFamily },
  };
}

class Sheet {
  readonly canvas = document.createElement('canvas');
  readonly pen = this.canvas.getContext('2d')!;
  readonly colours = colours();
  width = leastWidth;

  write(size: number, weight = 400, colour = this.colours.text): void {
    this.pen.font = `${weight} ${size}px ${this.colours.font}`;
    this.pen.fillStyle = colour;
    this.pen.textBaseline = 'middle';
    this.pen.textAlign = 'left';
  }

  widthOf(text: string): number {
    return this.pen.measureText(text).width;
  }

  get inner(): number {
    return this.width - 2 * edge;
  }
}

/** Cuts a text into lines; numbers and words stay whole, and no line begins with what closes the one before. */
export function linesOf(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(/[\w¥.,:%+−-]+|./gu) ?? []) {
    if (line !== '' && widthOf(line + piece) > width && !closing.test(piece)) {
      lines.push(line);
      line = piece.trimStart();
    } else line += piece;
  }
  return line === '' ? lines : [...lines, line];
}

function words(sheet: Sheet, text: string, size: number, weight: number, gap: number): Block {
  sheet.write(size, weight);
  const lines = linesOf(text, sheet.inner, (part) => sheet.widthOf(part));
  const leading = size * 1.6;
  return {
    height: lines.length * leading + gap,
    draw(y) {
      sheet.write(size, weight);
      for (const [at, line] of lines.entries()) sheet.pen.fillText(line, edge, y + (at + 0.5) * leading);
    },
  };
}

const isBar = ({ paint }: ChartTable, at: number) => paint?.as === 'bar' && paint.shares.some((row) => (row[at] ?? 0) > 0);

/** Widths of the columns as their texts want them. */
function columnsOf(sheet: Sheet, table: ChartTable): number[] {
  const { header, rows } = table;
  sheet.write(13, 600);
  return header.map((head, at) => {
    const texts = [head, ...rows.slice(0, mostRows).map((row) => String(row[at] ?? ''))];
    const extra = (isBar(table, at) ? barRoom : 0) + (at === 0 && table.keys ? keyRoom : 0);
    return Math.min(320, Math.max(...texts.map((text) => sheet.widthOf(text)))) + 2 * cellEdge + extra;
  });
}

function tableBlock(sheet: Sheet, table: ChartTable, wanted: readonly number[]): Block {
  const { pen, colours: paints } = sheet;
  const spare = Math.max(0, sheet.inner - wanted.reduce((sum, width) => sum + width, 0)) / wanted.length;
  const widths = wanted.map((width) => width + spare);
  const shown = table.rows.slice(0, mostRows);
  const more = table.rows.length - shown.length;
  // words stand at the left like the names, numbers at the right
  const isRight = table.header.map((_, at) => at > 0 && shown.every((row) => isNumber(row[at] ?? '')));
  const paint = (share: number, at: number, x: number, y: number) => {
    pen.save();
    pen.fillStyle = paints.accent;
    pen.globalAlpha = table.paint!.as === 'bar' ? 0.35 : share * 0.4;
    if (table.paint!.as === 'bar') pen.fillRect(x + cellEdge, y + 9, share * barRoom, rowHeight - 18);
    else pen.fillRect(x, y, widths[at]!, rowHeight);
    pen.restore();
  };
  const key = (name: string, y: number) => {
    pen.save();
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    pen.fillRect(edge, y + rowHeight / 2 - 5, 10, 10);
    pen.restore();
  };
  const row = (texts: readonly (string | number)[], y: number, shares: readonly number[] = []) => {
    let x = edge;
    for (const [at, text] of texts.entries()) {
      const share = Math.max(0, Math.min(1, shares[at] ?? 0));
      if (share > 0 && table.paint) paint(share, at, x, y);
      pen.textAlign = isRight[at] ? 'right' : 'left';
      const left = x + (at > 0 ? cellEdge : table.keys ? keyRoom : 0);
      pen.fillText(String(text), isRight[at] ? x + widths[at]! - cellEdge : left, y + rowHeight / 2, widths[at]! - cellEdge);
      x += widths[at]!;
    }
    pen.fillStyle = paints.line;
    pen.fillRect(edge, y + rowHeight - 1, sheet.inner, 1);
  };
  return {
    height: (shown.length + 1) * rowHeight + (more > 0 ? rowHeight : 0) + 8,
    draw(y) {
      sheet.write(12, 400, paints.quiet);
      row(table.header, y);
      for (const [at, texts] of shown.entries()) {
        sheet.write(13);
        row(texts, y + (at + 1) * rowHeight, table.paint?.shares[at]);
        if (table.keys?.[at]) key(table.keys[at], y + (at + 1) * rowHeight);
      }
      sheet.write(12, 400, paints.quiet);
      if (more > 0) pen.fillText(`另有 ${more} 行，存成表格都在`, edge, y + (shown.length + 1.5) * rowHeight);
    },
  };
}

/** Pictures beside each other, as far as they fit, else below. */
function pictureBlocks(sheet: Sheet, pieces: readonly Piece[]): Block[] {
  const gap = 32;
  const rows: Piece[][] = [];
  let room = 0;
  for (const piece of pieces) {
    if (rows.length === 0 || piece.width + gap > room) {
      rows.push([piece]);
      room = sheet.inner - piece.width;
    } else {
      rows.at(-1)!.push(piece);
      room -= piece.width + gap;
    }
  }
  return rows.map((row) => {
    const factor = Math.min(sheet.inner / row.reduce((sum, { width }) => sum + width + gap, -gap), row.length === 1 ? 1.3 : 1);
    const captioned = row.some(({ caption }) => caption !== '');
    return {
      height: Math.max(...row.map(({ height }) => height)) * factor + (captioned ? 44 : 20),
      draw(y) {
        let x = edge;
        for (const { image, width, height, caption } of row) {
          sheet.pen.drawImage(image, x, y, width * factor, height * factor);
          sheet.write(12, 400, sheet.colours.quiet);
          sheet.pen.textAlign = 'center';
          sheet.pen.fillText(caption, x + (width * factor) / 2, y + height * factor + 12);
          x += (width + gap) * factor;
        }
      },
    };
  });
}

function foot(sheet: Sheet, basis: string, day: string): Block {
  return {
    height: 34,
    draw(y) {
      sheet.write(12, 400, sheet.colours.quiet);
      sheet.pen.fillText(basis, edge, y + 22, sheet.inner - 160);
      sheet.pen.textAlign = 'right';
      sheet.pen.fillText(`铁粉簿 · ${day}`, edge + sheet.inner, y + 22);
    },
  };
}

/**
 * A chart as a picture (PNG) that says by itself what it is: title, what it says, the drawing of the page, its numbers (where there is no
 * drawing, or they are few), days and how many.
 * @param day when it was made, in words
 */
export async function drawChart(
  { title, sentence, basis }: ChartWords,
  table: ChartTable,
  drawn: readonly SVGSVGElement[],
  day: string,
): Promise<Blob> {
  const sheet = new Sheet();
  const withTable = drawn.length === 0 || table.rows.length <= fewRows;
  const columns = withTable ? columnsOf(sheet, table) : [];
  sheet.width = Math.min(
    mostWidth,
    Math.max(
      leastWidth,
      columns.reduce((sum, width) => sum + width, 2 * edge),
    ),
  );
  const pieces = await Promise.all(drawn.map((svg) => pictureOf(svg)));
  const blocks = [
    words(sheet, title, 22, 600, 6),
    words(sheet, sentence, 15, 400, 18),
    ...pictureBlocks(sheet, pieces),
    ...(withTable ? [tableBlock(sheet, table, columns)] : []),
    foot(sheet, basis, day),
  ];
  const { canvas, pen } = sheet;
  canvas.width = sheet.width * scale;
  canvas.height = Math.ceil(blocks.reduce((sum, { height }) => sum + height, 2 * edge - 12)) * scale;
  pen.scale(scale, scale);
  pen.fillStyle = sheet.colours.surface;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  let y = edge - 6;
  for (const block of blocks) {
    block.draw(y);
    y += block.height;
  }
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!png) throw new Error('no room for the picture');
  return png;
}
