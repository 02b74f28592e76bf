import { defineConfig } from 'vite'
import { faceFiles } from './build/face-files.ts'
import { icons } from './build/icons.ts'
import { precache } from './build/precache.ts'

const SERVICE_WORKER = 'service-worker'

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the kiosk can be served below any path.
  base: './',
  // What is in `public` is emitted by a plugin, so that it is in the precache list.
  publicDir: false,
  resolve: { conditions: ['@bai/source', 'module', 'browser', 'development|production'] },
  plugins: [faceFiles(), icons(), precache({ into: `${SERVICE_WORKER}.js`, without: /^face\// })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows no data: URL for fonts, and wasm is compiled while it streams.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: 'index.html', [SERVICE_WORKER]: `${SERVICE_WORKER}.ts` },
      output: {
        entryFileNames: ({ name }) => (name === SERVICE_WORKER ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
})
