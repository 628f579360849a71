/*
 * iCalendar (RFC 5545), as much of it as a calendar of posts needs: lines and properties. What the days of a rule are stands in ics-rule.ts.
 */

export interface IcsProperty {
  /** upper case */
  name: string;
  /** parameters by upper-case name */
  params: ReadonlyMap<string, string>;
  /** as it stands in the file, escapes and all */
  value: string;
}

export interface IcsComponent {
  /** VEVENT … */
  name: string;
  /** line of its BEGIN, 1 = first */
  line: number;
  properties: IcsProperty[];
}

const longestLine = 75;

/** A text as a value: RFC 5545, 3.3.11. */
export const escapeIcs = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n');

/** The reverse of escapeIcs. */
export const unescapeIcs = (value: string): string =>
  value.replaceAll(/\\([nN;,\\])/g, (_, sign: string) => (/n/i.test(sign) ? '\n' : sign));

/** One content line, folded after at most 75 bytes of UTF-8, never inside a character; without its line end. */
export function foldIcs(line: string): string {
  let folded = '';
  let bytes = 0;
  for (const char of line) {
    const size = utf8Length(char);
    if (bytes + size > longestLine) {
      folded += '\r\n ';
      bytes = 1;
    }
    folded += char;
    bytes += size;
  }
  return folded;
}

function utf8Length(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
}

/** A calendar out of components: property lines `NAME;PARAM=x:value` with escaped values. */
export function writeIcs(head: readonly string[], components: readonly { name: string; lines: readonly string[] }[]): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', ...head];
  for (const { name, lines: own } of components) lines.push(`BEGIN:${name}`, ...own, `END:${name}`);
  return [...lines, 'END:VCALENDAR'].map((line) => `${foldIcs(line)}\r\n`).join('');
}

/** Whether a text is a calendar file at all. */
export const isIcs = (text: string): boolean => /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text.slice(0, 200));

/** The components of a kind, at whatever depth; those inside of them (alarms) are left aside. */
export function readIcs(text: string, kind: string): IcsComponent[] {
  const found: IcsComponent[] = [];
  let current: IcsComponent | null = null;
  let inner = 0;
  for (const { line, number } of unfolded(text)) {
    const property = readProperty(line);
    if (!property) continue;
    const { name } = property;
    const of = property.value.trim().toUpperCase();
    if (name === 'BEGIN') {
      if (current) inner++;
      else if (of === kind) current = { name: kind, line: number, properties: [] };
    } else if (name === 'END') {
      if (inner > 0) inner--;
      else if (current) {
        found.push(current);
        current = null;
      }
    } else if (current && inner === 0) current.properties.push(property);
  }
  // a file that was cut off: what stands in it is read
  if (current) found.push(current);
  return found;
}

function* unfolded(text: string): Generator<{ line: string; number: number }> {
  let line = '';
  let number = 0;
  for (const [at, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (/^[ \t]/.test(raw)) {
      line += raw.slice(1);
      continue;
    }
    if (line !== '') yield { line, number };
    line = raw;
    number = at + 1;
  }
  if (line !== '') yield { line, number };
}

/** `NAME;PARAM="a:b";OTHER=c:value`; null = no property. */
export function readProperty(line: string): IcsProperty | null {
  const head = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):/.exec(line);
  if (!head) return null;
  const params = new Map<string, string>();
  for (const [, name, value] of head[2]!.matchAll(/;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";])*)/g))
    params.set(name!.toUpperCase(), value!.replaceAll('"', ''));
  return { name: head[1]!.toUpperCase(), params, value: line.slice(head[0].length) };
}

/** The first property of a name. */
export const propertyOf = (component: IcsComponent, name: string): IcsProperty | undefined =>
  component.properties.find((property) => property.name === name);
/** Its text, unescaped; '' when there is none. */
export const textOf = (component: IcsComponent, name: string): string => unescapeIcs(propertyOf(component, name)?.value ?? '').trim();

/** A DATE or DATE-TIME as it stands: the day, minutes since midnight (null = the whole day), whether it is UTC. */
export interface IcsTime {
  on: string;
  minute: number | null;
  utc: boolean;
  /** TZID; null = floating or UTC */
  zone: string | null;
}

/** DTSTART, DTEND, EXDATE, UNTIL …; null when it is no time. */
export function readIcsTime(value: string, zone: string | null = null): IcsTime | null {
  const parts = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/.exec(value.trim());
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const [hours, minutes] = [Number(parts[4] ?? 0), Number(parts[5] ?? 0)];
  if (hours > 23 || minutes > 59) return null;
  const utc = parts[7] === 'Z';
  return {
    on: `${parts[1]}-${parts[2]}-${parts[3]}`,
    minute: parts[4] === undefined ? null : hours * 60 + minutes,
    utc,
    zone: utc ? null : zone,
  };
}

const compact = (on: string) => on.replaceAll('-', '');
/** 2026-11-22 → 20261122 */
export const icsDay = compact;
/** ms UTC → 20261122T120000Z */
export const icsMoment = (at: number): string => `${new Date(at).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
