import { appendFileSync } from 'node:fs';
import { afterAll, afterEach } from 'vitest';

/** Rows of the table that `npm run test:faults` prints, in its order; build/figures.mjs has their aims. */
export const figureNames = {
  kills: 'kill -9: acknowledged work lost or half done',
  powerFull: 'power cuts, synchronous FULL: acknowledged work lost',
  powerNormal: 'power cuts, synchronous NORMAL (control, must lose)',
  faults: 'I/O faults at every call: wrong or half states',
  damaged: 'damaged, swapped, cut or renamed backups accepted',
  drills: 'restores that differ from their source row by row',
  loopback: 'loopback attacks let in',
  quits: 'quits that a share which hangs holds up',
  schemas: 'released schemas that lose a row on the way',
  seeded: 'seeded defects that no test catches',
} as const;

export interface Figure {
  /** counts `times` tries that were as they should be */
  good(times?: number): void;
  /** counts one try that was not, or `times` */
  bad(times?: number): void;
  /** This machine lacks what the rig needs: the row says so. */
  notRun(why: string): void;
  /** Counts one try: bad when `work` throws, which it then throws on. */
  count<T>(work: () => T | Promise<T>): Promise<T>;
}

/**
 * A row of the table of faults, counted by the test file that calls this at its top. What it counted goes, when the file is
 * done, as a line of JSON into the file that TIEFEN_FIGURES names; without it nobody asked.
 * @param part which rig it is, for the long table
 */
export function figure(name: keyof typeof figureNames, part: string): Figure {
  let [tried, failed] = [0, 0];
  let lacks: string | null = null;
  afterAll(() => {
    const file = process.env.TIEFEN_FIGURES;
    const row = { name: figureNames[name], part, tried, failed, lacks };
    if (file && (tried > 0 || lacks)) appendFileSync(file, `${JSON.stringify(row)}\n`);
  });
  const bad = (times = 1) => {
    tried += times;
    failed += times;
  };
  return {
    good(times = 1) {
      tried += times;
    },
    bad,
    notRun(why) {
      lacks = why;
      process.stdout.write(`not run here: ${why}\n`);
    },
    async count(work) {
      try {
        const value = await work();
        tried += 1;
        return value;
      } catch (error) {
        bad();
        throw error;
      }
    },
  };
}

/** Counts every test of the file that calls this at its top as one try. */
export function countTests(name: keyof typeof figureNames, part: string): void {
  const { good, bad } = figure(name, part);
  afterEach(({ task }) => (task.result?.errors?.length ? bad() : good()));
}
