import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{sync,server,db,web}/src/**/*.test.ts',
            'e2e/{run,architecture}/**/*.test.ts',
            'bench/src/**/*.test.ts',
          ],
          exclude: ['**/*.pg.test.ts', '**/node_modules/**'],
          // A slow machine is no failure: properties try hundreds of cases.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'pg',
          include: ['{sync,server,db}/src/**/*.pg.test.ts'],
          globalSetup: ['db/src/test-postgres.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['e2e/faults/**/*.faults.test.ts'],
          globalSetup: ['e2e/faults/set-up.ts'],
          // Real processes that are killed and cut: one scenario at a time.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
