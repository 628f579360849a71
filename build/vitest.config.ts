import { defineConfig } from 'vitest/config';

/** One runner for everything: `node` = unit, service, contract, migration, fault and host tests; `e2e` = real Chromium. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          env: { TZ: 'Asia/Shanghai' },
          include: [
            'electron/**/*.test.ts',
            'shared/**/*.test.ts',
            'renderer/**/*.test.ts',
            'build/**/*.test.ts',
            'tests/{contract,migrations,architecture,faults}/**/*.test.ts',
          ],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          // files of one process share what they have loaded: a third of the time went into loading the same sources again
          isolate: false,
          // what one test throws away is not carried along: less for the collector, a fifteenth of the time
          execArgv: ['--max-semi-space-size=64'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          env: { TZ: 'Asia/Shanghai' },
          include: ['tests/e2e/**/*.test.ts'],
          // two walks at once: each waits for its own page half of the time
          maxWorkers: 2,
          isolate: false,
          // after all others
          sequence: { groupOrder: 1 },
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
