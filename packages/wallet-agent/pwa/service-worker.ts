import { keepFiles } from '@bai/web-app'

/** Written here by the build. */
declare const __PRECACHE__: readonly (readonly [name: string, hash: string])[]

keepFiles(self, { app: 'bai-wallet', files: __PRECACHE__ })
