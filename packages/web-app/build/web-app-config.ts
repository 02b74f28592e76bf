import { join } from 'node:path'
import type { UserConfig } from 'vite'
import { faceFiles } from './face-files.ts'
import { icons } from './icons.ts'
import { precache } from './precache.ts'

const SERVICE_WORKER = 'service-worker'

/**
 * How an app is built: pages that need nothing from elsewhere, and that can be served below any path.
 *
 * @param root folder of the app, with `index.html`, `service-worker.ts` and `public/`
 */
export function webAppConfig(root: string): UserConfig {
  return {
    root,
    base: './',
    // What is in `public` is emitted by a plugin, so that it is in the precache list.
    publicDir: false,
    resolve: { conditions: ['@bai/source', 'module', 'browser', 'development|production'] },
    plugins: [faceFiles(), icons(join(root, 'public')), precache({ into: `${SERVICE_WORKER}.js`, without: /^face\// })],
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2023',
      // The content security policy allows no data: URL for fonts, and wasm is compiled while it streams.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 700,
      rolldownOptions: {
        input: { index: join(root, 'index.html'), [SERVICE_WORKER]: join(root, `${SERVICE_WORKER}.ts`) },
        output: {
          entryFileNames: ({ name }) => (name === SERVICE_WORKER ? '[name].js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  }
}
