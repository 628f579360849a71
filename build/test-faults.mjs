/**
 * `npm run test:faults [-- --long] [-- words of file names]`: the rigs that do to the book what happens to one (killed, cut off, full,
 * damaged, attacked) and a table of what they counted: name, tried, failed. The short form is what `npm test` runs as well; the long one
 * takes some hours on two cores.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode } from './check-node.mjs';
import { readFigures, tableOf, wrongRows } from './figures.mjs';

checkNode();

const root = fileURLToPath(new URL('..', import.meta.url));
/** Rounds of the long form, for figures.ts of the tests; a number that is set from outside wins. */
const rounds = {
  TIEFEN_LONG: '1',
  TIEFEN_KILL_ROUNDS: '250',
  TIEFEN_KILL_IMPORT_ROUNDS: '50',
  TIEFEN_KILL_BACKUP_ROUNDS: '300',
  TIEFEN_KILL_RESTORE_ROUNDS: '600',
  TIEFEN_KILL_UPDATE_ROUNDS: '100',
  TIEFEN_MIGRATION_ROUNDS: '150',
  TIEFEN_POWER_CUTS: '600',
  TIEFEN_DAMAGED_ROUNDS: '5000',
  TIEFEN_LOOPBACK_ROUNDS: '10000',
};
const asked = process.argv.slice(2);
const isLong = asked.includes('--long');
const words = asked.filter((word) => word !== '--long');
/** Where something is counted; every file that calls figure() is named here. */
const files = ['tests/faults/', 'tests/migrations/', 'electron/hosts/loopback/', 'electron/features/backups/restore.test.ts'];
const figures = join(root, 'tests', 'artifacts', 'figures.jsonl');
mkdirSync(join(root, 'tests', 'artifacts'), { recursive: true });
rmSync(figures, { force: true });

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const options = ['run', '--config', 'build/vitest.config.ts', '--project', 'node', ...(isLong ? ['--testTimeout=21600000'] : [])];
const { status, error } = spawnSync(process.execPath, [vitest, ...options, ...(words.length > 0 ? words : files)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...(isLong ? rounds : {}), ...process.env, TIEFEN_FIGURES: figures },
});
if (error) console.error(error.message);

const rows = readFigures(figures);
const wrong = wrongRows(rows);
if (isLong) console.log(`\n${tableOf(readFigures(figures, true))}`);
console.log(`\n${tableOf(rows)}`);
for (const name of wrong) console.error(`not as it must be: ${name}`);
process.exit(wrong.length > 0 ? 1 : (status ?? 1));
