/**
 * `npm run test:long [-- words of file names]`: what `npm test` does fifty times done a thousand times, and the loops that kill the app
 * done fifty times. Takes about half an hour on two cores; a number that is set from outside wins.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode } from './check-node.mjs';

checkNode();

const root = fileURLToPath(new URL('..', import.meta.url));
const rounds = { FUZZ_ROUNDS: '1000', TIEFEN_KILL_ROUNDS: '250', TIEFEN_KILL_IMPORT_ROUNDS: '50' };
const asked = process.argv.slice(2);
const files = asked.length > 0 ? asked : ['fuzz', 'open-chat.test', 'unlock.test', 'union.test', 'kill-loop', 'kill-import', 'kill-erase'];
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = [vitest, 'run', '--config', 'build/vitest.config.ts', '--project', 'node', '--testTimeout=1800000', ...files];
const { status, error } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...rounds, ...process.env } });
if (error) console.error(error.message);
process.exit(status ?? 1);
