/** Swaps the book in argv[3] for the one in its rescue folder, over and over with a new one each time, until it is killed; says which one is in place. */
import { mkdirSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dataFolder } from '../../electron/platform/files/data-folder.ts';
import { finishSwap, rescueDir, rescuedBook, swapBook } from '../../electron/platform/rescue/swap.ts';

const [, , , dataDir, first] = process.argv as [string, string, string, string, string];
const folder = dataFolder(dataDir);
finishSwap(folder);
for (let n = Number(first); ; n++) {
  mkdirSync(rescueDir(folder), { recursive: true });
  writeFileSync(rescuedBook(folder), `book ${n}`);
  // what lay beside the book that is swapped away must never lie beside the next one; whole or not there, whenever it is killed
  const log = `${folder.database}-wal`;
  writeFileSync(`${log}.new`, `log of ${n - 1}`);
  renameSync(`${log}.new`, log);
  writeSync(1, `${JSON.stringify({ begun: n })}\n`);
  swapBook(folder, '2026-11-23');
  writeSync(1, `${JSON.stringify({ done: n })}\n`);
}
