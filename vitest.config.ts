import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'test/**/*.test.ts',
      'bench/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    globalSetup: ['./test/services/setup.ts'],
    reporters: ['default', './scripts/count-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
    // A busy machine takes its time; what comes sooner is not waited for.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
  },
})
