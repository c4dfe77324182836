import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongFirst } from './scripts/long-first.ts'

// Hundreds of tests start the server or the command from its sources: half of such a start is reading them.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '.cache', 'compiled')

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
    sequence: { sequencer: LongFirst },
    // Half of the files wait for servers of theirs more than they compute.
    maxWorkers: 3,
  },
})
