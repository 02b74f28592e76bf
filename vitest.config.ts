import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

// Never list "import" or "require" here: vitest hands these to node as --conditions, and CommonJS
// packages such as express then get the ES module of their dependencies.
const conditions = ['@bai/source', ...defaultServerConditions]
const packages = ['credential', 'face-match', 'issuer', 'web-app', 'wallet-agent', 'verifier']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', './scripts/summary-reporter.ts'],
    watch: false,
    // Two files at a time, whatever the machine has: one works while the other waits for a process of its own.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      ...packages.map((name) => ({
        extends: true as const,
        test: {
          name,
          include: [`packages/${name}/test/**/*.test.ts`],
          // Nothing is mocked, so files can share what they import, which is most of the time that they take. Networks in
          // memory are better dropped.
          isolate: name === 'face-match',
        },
      })),
      { extends: true as const, test: { name: 'scripts', include: ['scripts/test/**/*.test.ts'] } },
      { extends: true as const, test: { name: 'e2e', include: ['e2e/**/*.test.ts'], isolate: false } },
    ],
  },
})
