import { defineConfig } from 'vitest/config'

// Three projects: `unit` has no child processes; `integration` uses real workers, ffmpeg and cameras;
// `browser` drives Chromium. The last two run one file at a time, since two cores decode one picture well, not two.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{server,recorder,client,infra}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.integration.test.ts', '**/*.browser.test.ts'],
          globalSetup: 'infra/test-postgres-setup.mjs',
          // No measure of anything: a machine that has other work is slower by any factor.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{server,recorder,infra}/**/*.integration.test.ts'],
          globalSetup: 'infra/test-postgres-setup.mjs',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['{server,client}/**/*.browser.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
