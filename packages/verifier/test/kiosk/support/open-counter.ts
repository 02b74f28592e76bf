import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFrameCollector } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import express from 'express'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { kioskRouter } from '../../../node/serve-kiosk.ts'
import { anchorJwk } from './counter.ts'

const { resolve } = createRequire(import.meta.url)
const wasm = await readFile(resolve('zxing-wasm/reader/zxing_reader.wasm'))
// Left to itself the library fetches this file.
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } })

/** A counter: a kiosk that was built and is served, and a browser with a camera that shows a film. */
export type Counter = {
  readonly browser: Browser
  /** The film that the camera shows when it is next opened. */
  readonly film: string
  readonly url: string
  /** What the publisher has; undefined: it cannot be reached. */
  bundle: string | undefined
  /** Pulls the plug: nothing is served any more. */
  cutNetwork(): Promise<void>
  close(): Promise<void>
}

export async function openCounter(executablePath: string): Promise<Counter> {
  const folder = await mkdtemp(join(tmpdir(), 'kiosk-'))
  const assets = join(folder, 'dist')
  const film = join(folder, 'film.mjpeg')
  const configFile = fileURLToPath(new URL('../../../kiosk/vite.config.ts', import.meta.url))
  await build({ configFile, logLevel: 'silent', build: { outDir: assets } })

  const published: { bundle: string | undefined } = { bundle: undefined }
  const config = { anchors: [anchorJwk], bundle: 'bundle.jws', kiosk_name: { th: 'ประตู 1', en: 'Gate 1' } }
  const app = express()
  app.get('/kiosk/bundle.jws', (_request, response) => {
    if (published.bundle === undefined) response.status(503).end()
    else response.type('text').send(published.bundle)
  })
  app.use('/kiosk', kioskRouter({ assets, config }))
  const server = await listen(app)

  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
  const args = ['--no-sandbox', '--disable-gpu', ...camera, `--use-file-for-fake-video-capture=${film}`]
  const browser = await chromium.launch({ executablePath, args })
  return Object.assign(published, {
    browser,
    film,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/kiosk/`,
    cutNetwork: () => stop(server),
    close: async () => {
      await browser.close()
      await stop(server)
      await rm(folder, { recursive: true })
    },
  })
}

function listen(app: express.Express): Promise<Server> {
  return new Promise((done) => {
    const server = app.listen(0, '127.0.0.1', () => done(server))
  })
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((done) => {
    if (server.listening) server.close(() => done())
    else done()
  })
}

/** The message that the page shows as a code, read off the screen as a wallet does. */
export async function scanScreen(page: Page): Promise<Uint8Array> {
  const code = page.locator('svg.qr')
  await code.waitFor()
  const collector = createFrameCollector(nodePlatform)
  for (let tries = 0; tries < 20; tries++) {
    const [read] = await readBarcodes(new Blob([new Uint8Array(await code.screenshot())]), { formats: ['QRCode'] })
    const progress = collector.add(read?.text ?? '')
    if (progress.kind === 'complete') return progress.message
  }
  throw new Error('The code on the screen cannot be read.')
}
