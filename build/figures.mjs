/** The table of faults: rows that the rigs of tests/ wrote into the file named by TIEFEN_FIGURES, one line of JSON each. */
import { existsSync, readFileSync } from 'node:fs';

/** Rows that are meant to fail: a control that fails nothing is blind. */
const controls = /control, must lose/;

/** What the rigs have counted, by name, in the order in which they came; `parts` keeps the rigs of a name apart. */
export function readFigures(file, parts = false) {
  const rows = new Map();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  for (const line of lines) {
    const { name, part, tried, failed, lacks } = JSON.parse(line);
    const key = parts ? `${name} · ${part}` : name;
    const row = rows.get(key) ?? { name: key, tried: 0, failed: 0, lacks: null };
    rows.set(key, { name: key, tried: row.tried + tried, failed: row.failed + failed, lacks: row.lacks ?? lacks });
  }
  return [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Cells that a terminal gives a text: Chinese takes two each. */
const width = (text) => [...text].reduce((sum, sign) => sum + (/[\u2e80-\uffe6]/.test(sign) ? 2 : 1), 0);

/** The table as text: name, tried, failed. */
export function tableOf(rows) {
  const longest = Math.max(4, ...rows.map(({ name }) => width(name)));
  const line = (name, tried, failed) =>
    `${name}${' '.repeat(longest - width(name))}  ${String(tried).padStart(7)}  ${String(failed).padStart(7)}`;
  const lines = rows.map(({ name, tried, failed, lacks }) => `${line(name, tried, failed)}${lacks ? `  not run here: ${lacks}` : ''}`);
  return [line('name', 'tried', 'failed'), ...lines].join('\n');
}

/** Names of rows that are not as they must be. */
export const wrongRows = (rows) =>
  rows.filter(({ name, tried, failed }) => (controls.test(name) ? tried > 0 && failed === 0 : failed > 0)).map(({ name }) => name);
