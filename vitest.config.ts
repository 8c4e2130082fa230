import { defineConfig } from 'vitest/config'

/**
 * Integration tests of servers and commands, and of recordings, whose time is in their timestamps and not in the machine's:
 * two may run at once.
 */
const nothingShown = [
  'server/test/*.integration.test.ts',
  'server/test/proof/*.integration.test.ts',
  'server/src/{store,recording,hearings,http}/*.integration.test.ts',
  'recorder/src/*.integration.test.ts',
  'infra/{demo,setup}/*.integration.test.ts',
]

/** Every page in both themes, and every task by the keyboard: longer than `npm test` has time for, so they have a script of their own. */
const looks = ['client/test/looks.browser.test.ts', 'client/test/keyboard.browser.test.ts']

// `unit` has no child processes; `integration` uses real workers, ffmpeg and cameras, and `processes` servers,
// recorders and commands; `browser` drives Chromium. Where something is shown one file runs at a time, since two cores decode
// one picture well, not two.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{server,recorder,client,infra}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.integration.test.ts', '**/*.browser.test.ts'],
          globalSetup: 'infra/test-postgres-setup.mjs',
          pool: 'threads',
          // A worker for each of so many small files spends more time starting than testing. What a file changes in
          // the process it puts back.
          isolate: false,
          maxWorkers: 2,
          // No measure of anything: a machine that has other work is slower by any factor.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{server,recorder,infra}/**/*.integration.test.ts'],
          exclude: ['**/node_modules/**', ...nothingShown],
          globalSetup: 'infra/test-postgres-setup.mjs',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'processes',
          include: nothingShown,
          globalSetup: 'infra/test-postgres-setup.mjs',
          // After the others, whose pictures and sounds want the machine for themselves.
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['{server,client}/**/*.browser.test.ts'],
          exclude: ['**/node_modules/**', ...looks],
          globalSetup: 'infra/test-client-setup.mjs',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'looks',
          include: looks,
          fileParallelism: false,
          globalSetup: 'infra/test-client-setup.mjs',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
