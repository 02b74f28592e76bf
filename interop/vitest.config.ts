import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

// As in the workspace: see vitest.config.ts there.
const conditions = ['@bai/source', ...defaultServerConditions]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    watch: false,
    // Sphereon writes what it issues to the console.
    silent: 'passed-only',
  },
})
