import { type Condition, conditionHolds, parseCondition, printCondition } from './template-conditions.ts';
import type { TemplateProblem, TemplateProblemKind } from './template-problems.ts';
import { isVariable, nearestVariable, type TemplateValues, type VariableName } from './template-words.ts';

export type { TemplateProblem } from './template-problems.ts';
export { problemSentence } from './template-problems.ts';
export { type TemplateValues, templateVariables, type VariableName } from './template-words.ts';

/**
 * Words with variables, as a seller writes them (docs/studio-handbook.md):
 * `{称呼}` · with words for when it is empty `{称呼|朋友}` · by a condition `{等级≥4：老顾客专享价|新朋友有见面礼}`
 * (see template-conditions.ts) · a brace itself is written twice, `{{` and `}}`, outside of variables. Full-width ： and ｜ are as good.
 */
export type Template = readonly Part[];

export type Part =
  | { kind: 'text'; text: string }
  /** what could not be read, as it was written: it is never turned into nothing */
  | { kind: 'raw'; source: string }
  /** `fallback` null = none was written; empty = she wants nothing there */
  | { kind: 'variable'; name: VariableName; fallback: Template | null }
  /** `otherwise` null = none was written: nothing stands there then */
  | { kind: 'choice'; when: Condition; chosen: Template; otherwise: Template | null };

/** Variables within one another, deeper than anybody reads. */
const deepest = 6;
/** Nobody reads more at a time. */
const mostProblems = 50;

interface Frame {
  /** where its brace stands */
  start: number;
  head: { kind: 'variable'; name: VariableName } | { kind: 'choice'; when: Condition } | null;
  chosen: Part[];
  otherwise: Part[] | null;
  /** pieces of source between its parts, for when it is never closed */
  opening: string;
  bar: string;
  isBroken: boolean;
}

const isBar = (letter: string) => letter === '|' || letter === '｜';
const isColon = (letter: string) => letter === ':' || letter === '：';

/**
 * Reads a text; never throws, whatever stands there. With problems the template still gives every letter back: nothing may be sent
 * to anybody while there are any. Takes one walk over the text. Positions count UTF-16 units of `source`.
 */
export function parseTemplate(source: string): { template: Template; problems: TemplateProblem[] } {
  return new Reader(source).read();
}

class Reader {
  readonly #source: string;
  readonly #problems: TemplateProblem[] = [];
  readonly #root: Part[] = [];
  readonly #open: Frame[] = [];
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): { template: Template; problems: TemplateProblem[] } {
    while (this.#at < this.#source.length) {
      const frame = this.#open.at(-1);
      if (frame && !frame.head && !frame.isBroken) this.#readHead(frame);
      else this.#readText(frame);
    }
    while (this.#open.length > 0) this.#dissolve();
    this.#findFullWidth();
    return { template: this.#root, problems: this.#problems.sort((a, b) => a.at - b.at) };
  }

  /** The name or condition behind a brace, up to what ends it. */
  #readHead(frame: Frame): void {
    const from = this.#at;
    let at = from;
    while (at < this.#source.length && !/[|｜:：{}\n]/.test(this.#source[at]!)) at++;
    this.#at = at;
    const letter = this.#source[at];
    // whoever opens another one, or ends the line, has forgotten to close this one
    if (letter === undefined || letter === '{' || letter === '\n') {
      this.#dissolve();
      return;
    }
    const written = this.#source.slice(from, at).trim();
    const condition = isColon(letter) || !isVariable(written) ? parseCondition(written) : null;
    if (condition && letter !== '}') frame.head = { kind: 'choice', when: condition };
    else if (isVariable(written) && !isColon(letter)) frame.head = { kind: 'variable', name: written };
    else this.#break(frame, condition ? 'noWords' : headProblem(written, isColon(letter)), at, written);
    this.#at = at + 1;
    if (letter === '}') {
      this.#close(frame);
      return;
    }
    frame.opening = this.#source.slice(frame.start, at + 1);
    if (isBar(letter) && frame.head?.kind === 'choice') this.#break(frame, 'noColon', at, written);
    if (frame.head?.kind === 'variable') frame.otherwise = [];
  }

  /** Plain words up to the next sign, and the sign. Inside a variable a bar parts and a brace always closes. */
  #readText(frame: Frame | undefined): void {
    const from = this.#at;
    const stop = frame ? /[{}|｜]/g : /[{}]/g;
    stop.lastIndex = from;
    const at = stop.exec(this.#source)?.index ?? this.#source.length;
    if (at > from) this.#put(textPart(this.#source.slice(from, at)));
    this.#at = at;
    if (at === this.#source.length) return;
    const letter = this.#source[at]!;
    const isDouble = !frame && this.#source[at + 1] === letter;
    this.#at += isDouble ? 2 : 1;
    if (isDouble) this.#put(textPart(letter));
    else if (letter === '{') this.#push(at);
    else if (letter === '}' && frame) this.#close(frame);
    else if (letter === '}') {
      this.#report('strayBrace', at, at + 1);
      this.#put({ kind: 'raw', source: letter });
    } else this.#bar(frame!, at);
  }

  #push(start: number): void {
    const frame: Frame = { start, head: null, chosen: [], otherwise: null, opening: '{', bar: '', isBroken: false };
    this.#open.push(frame);
    if (this.#open.length <= deepest) return;
    // said once for everything that is deeper still
    if (this.#open.length === deepest + 1) this.#report('tooDeep', start, start + 1);
    frame.isBroken = true;
  }

  #bar(frame: Frame, at: number): void {
    if (frame.isBroken) return;
    if (frame.otherwise) this.#break(frame, 'extraBar', at + 1);
    else [frame.bar, frame.otherwise] = [this.#source[at]!, []];
  }

  /** The closing brace was just read. */
  #close(frame: Frame): void {
    this.#open.pop();
    this.#put(this.#whole(frame));
  }

  #whole(frame: Frame): Part {
    if (frame.isBroken || !frame.head) return { kind: 'raw', source: this.#source.slice(frame.start, this.#at) };
    if (frame.head.kind === 'variable') return { ...frame.head, fallback: frame.otherwise };
    return { ...frame.head, chosen: frame.chosen, otherwise: frame.otherwise };
  }

  /** The innermost brace was never closed: it and what follows are plain words of what is around it. */
  #dissolve(): void {
    const frame = this.#open.pop()!;
    if (!frame.isBroken || frame.head) this.#report('unclosed', frame.start, frame.start + 1);
    if (frame.isBroken || !frame.head) {
      this.#put({ kind: 'raw', source: this.#source.slice(frame.start, this.#at) });
      return;
    }
    this.#put({ kind: 'raw', source: frame.opening });
    for (const part of frame.chosen) this.#put(part);
    if (frame.bar) this.#put({ kind: 'raw', source: frame.bar });
    for (const part of frame.otherwise ?? []) this.#put(part);
  }

  #break(frame: Frame, kind: TemplateProblemKind, end: number, written = ''): void {
    if (!frame.isBroken) this.#report(kind, frame.start, end, written);
    frame.isBroken = true;
  }

  #report(kind: TemplateProblemKind, at: number, end: number, written = ''): void {
    if (this.#problems.length >= mostProblems) return;
    const nearest = kind === 'unknown' ? nearestVariable(written) : null;
    const line = countLines(this.#source, at);
    this.#problems.push({ kind, at, end, line, written: [...written].slice(0, 20).join(''), nearest });
  }

  /** Adds to what is being read; neighbours of a kind become one. */
  #put(part: Part): void {
    const frame = this.#open.at(-1);
    const list = frame ? (frame.otherwise ?? frame.chosen) : this.#root;
    const last = list.at(-1);
    if (last?.kind === 'text' && part.kind === 'text') list[list.length - 1] = textPart(last.text + part.text);
    else if (last?.kind === 'raw' && part.kind === 'raw') list[list.length - 1] = { kind: 'raw', source: last.source + part.source };
    else list.push(part);
  }

  /** ｛称呼｝ of a Chinese keyboard would be sent as it stands. */
  #findFullWidth(): void {
    // bounded, so that a long run of blanks behind a brace is looked at once
    for (const match of this.#source.matchAll(/｛([^｛｝{}|｜：:\n]{1,24})(?:[|｜：:][^｛｝{}\n]{0,500})?｝/g)) {
      const name = match[1]!.trim();
      if (isVariable(name) || parseCondition(name)) this.#report('fullWidth', match.index, match.index + match[0].length, name);
    }
  }
}

const textPart = (text: string): Part => ({ kind: 'text', text });

function headProblem(written: string, isCondition: boolean): TemplateProblemKind {
  if (written === '') return 'noName';
  if (isCondition && isVariable(written) && written !== '等级' && written !== '购买次数') return 'colon';
  return isCondition || /^(等级|购买次数)\s*[≥≤<>＜＞=＝≠!！\d１-６]/.test(written) ? 'condition' : 'unknown';
}

function countLines(source: string, end: number): number {
  let lines = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < end; at = source.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** The text of a template. What was read from a text without full-width signs and blanks around names comes back letter by letter. */
export function printTemplate(template: Template, isInside = false): string {
  return template.map((part) => printPart(part, isInside)).join('');
}

function printPart(part: Part, isInside: boolean): string {
  switch (part.kind) {
    case 'text':
      return isInside ? part.text : part.text.replace(/[{}]/g, '$&$&');
    case 'raw':
      return part.source;
    case 'variable':
      return `{${part.name}${part.fallback ? `|${printTemplate(part.fallback, true)}` : ''}}`;
    case 'choice': {
      const otherwise = part.otherwise ? `|${printTemplate(part.otherwise, true)}` : '';
      return `{${printCondition(part.when)}：${printTemplate(part.chosen, true)}${otherwise}}`;
    }
  }
}

/**
 * The words for one friend. `missing`: variables that are empty for her and have no words instead, each once; they stand in the text
 * as they were written, so that nobody sends a hole without seeing it. Values are words: braces in them mean nothing.
 */
export function fillTemplate(template: Template, values: TemplateValues): { text: string; missing: VariableName[] } {
  const missing = new Set<VariableName>();
  const text = fill(template, values, missing);
  return { text, missing: [...missing] };
}

function fill(template: Template, values: TemplateValues, missing: Set<VariableName>): string {
  let text = '';
  for (const part of template) {
    if (part.kind === 'text') text += part.text;
    else if (part.kind === 'raw') text += part.source;
    else if (part.kind === 'choice')
      text += fill(conditionHolds(part.when, values) ? part.chosen : (part.otherwise ?? []), values, missing);
    else {
      const word = values.words[part.name];
      if (word) text += word;
      else if (part.fallback) text += fill(part.fallback, values, missing);
      else {
        missing.add(part.name);
        text += `{${part.name}}`;
      }
    }
  }
  return text;
}

/** Every variable that the template names, also in conditions and words instead, each once. */
export function variablesOf(template: Template): VariableName[] {
  const found = new Set<VariableName>();
  const walk = (parts: Template) => {
    for (const part of parts)
      if (part.kind === 'variable') {
        found.add(part.name);
        walk(part.fallback ?? []);
      } else if (part.kind === 'choice') {
        found.add(part.when.of);
        walk(part.chosen);
        walk(part.otherwise ?? []);
      }
  };
  walk(template);
  return [...found];
}

/** Of a template only what decides for whom something is empty: a variable with plain words for that case never is. */
export function partsThatMayLack(template: Template): Template {
  return template.flatMap((part): Template => {
    if (part.kind === 'variable') {
      if (!part.fallback) return [part];
      const fallback = partsThatMayLack(part.fallback);
      return fallback.length > 0 ? [{ ...part, fallback }] : [];
    }
    if (part.kind !== 'choice') return [];
    const [chosen, otherwise] = [partsThatMayLack(part.chosen), partsThatMayLack(part.otherwise ?? [])];
    return chosen.length + otherwise.length > 0 ? [{ ...part, chosen, otherwise }] : [];
  });
}

/** Variables that still stand as variables in words that are about to go out, each once: a friend would read `{称呼}`. */
export const unfilledIn = (text: string): VariableName[] => variablesOf(parseTemplate(text).template);
