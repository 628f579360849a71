import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dataFolder } from '../../electron/platform/files/data-folder.ts';
import { finishSwap, rescueDir } from '../../electron/platform/rescue/swap.ts';
import { diskFolder } from '../helpers/disk-folder.ts';
import { figure } from '../helpers/figures.ts';
import { bundleVictim, type Victim } from '../helpers/killed.ts';
import { randomFrom } from '../helpers/random-actions.ts';

/** Rounds in `npm test`; `TIEFEN_KILL_ROUNDS=1000` for a long night. */
const rounds = Number(process.env.TIEFEN_KILL_ROUNDS ?? 20);
const dir = diskFolder('tiefen-kill-swap-');
let child: Victim;
const kills = figure('kills', 'swaps of the book');
beforeAll(async () => {
  child = await bundleVictim('kill-swap-child');
});
afterAll(() => {
  child?.remove();
  rmSync(dir, { recursive: true, force: true });
});

type Said = { begun?: number; done?: number };

it(
  'kill -9 while a book is swapped leaves the old one or the new one, and every other is kept',
  async () => {
    const pick = randomFrom(20261123);
    const folder = dataFolder(dir);
    writeFileSync(folder.database, 'book 0');
    const seen = { rounds, swaps: 0, cutShort: 0, ended: 0 };
    for (let round = 0, next = 1; round < rounds; round++) {
      const said = await child.killed<Said>([dir, String(next)], (lines) => (lines.length > 0 ? pick(80) : null));
      const done = said.reduce((last, line) => Math.max(last, line.done ?? 0), next - 1);
      const begun = said.reduce((last, line) => Math.max(last, line.begun ?? 0), next - 1);
      seen.swaps += done - next + 1;
      if (begun > done) seen.cutShort++;
      if (existsSync(join(dir, 'swap.json'))) seen.ended++;
      // what every start does before it opens the book
      finishSwap(folder);
      const now = Number(readFileSync(folder.database, 'utf8').slice('book '.length));
      await kills.count(() => {
        expect([done, done + 1]).toContain(now);
        expect(now).toBeLessThanOrEqual(begun);
        expect(existsSync(rescueDir(folder))).toBe(false);
        const kept = readdirSync(dir)
          .filter((name) => name.startsWith('damaged-'))
          .map((name) => [readFileSync(join(dir, name, 'tiefen.db'), 'utf8'), join(dir, name, 'tiefen.db-wal')] as const);
        expect(kept.map(([text]) => text).sort()).toEqual(Array.from({ length: now }, (_, n) => `book ${n}`).sort());
        for (const [text, log] of kept) expect(readFileSync(log, 'utf8')).toBe(text.replace('book', 'log of'));
        const log = `${folder.database}-wal`;
        if (existsSync(log)) expect(readFileSync(log, 'utf8')).toBe(`log of ${now}`);
      });
      next = now + 1;
    }
    process.stdout.write(`kill-9 swap ${JSON.stringify(seen)}\n`);
    expect(seen.swaps).toBeGreaterThan(0);
  },
  rounds * 10_000,
);
