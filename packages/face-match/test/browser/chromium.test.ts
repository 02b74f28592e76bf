import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join, normalize } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeImage, openFaceMatcher } from '../../node/index.ts'
import { compareEmbeddings, type FaceMatcher } from '../../src/index.ts'
import { golden } from '../support/golden.ts'
import { portraitFile } from '../support/pictures.ts'
import type { BrowserDescription } from './entry.ts'

declare global {
  var describePicture: (path: string) => Promise<BrowserDescription>
  var runNetwork: (part: 'a' | 'b') => Promise<number[][]>
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
if (CHROMIUM === undefined) console.warn('Skipped in Chromium: it is not installed.')

/** Lossless, so that Chromium and Node see the same pixels. */
const pictures: Record<string, Promise<Buffer>> = {
  '/F1.png': sharp(portraitFile('F1_id.jpg')).png().toBuffer(),
  '/M3.png': sharp(portraitFile('M3_s2.jpg')).png().toBuffer(),
  '/turned.jpg': sharp(portraitFile('M1_id.jpg'))
    .rotate(270)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 97 })
    .toBuffer(),
  '/empty.png': sharp({ create: { width: 300, height: 300, channels: 3, background: '#5577aa' } })
    .png()
    .toBuffer(),
  '/letter.jpg': Promise.resolve(Buffer.from('a letter')),
}

describe.skipIf(CHROMIUM === undefined)('in Chromium', () => {
  let browser: Browser
  let server: Server
  let page: Page
  let matcher: FaceMatcher
  beforeAll(async () => {
    matcher = await openFaceMatcher()
    const script = await bundle()
    server = await serve(script)
    browser = await chromium.launch({
      executablePath: CHROMIUM!,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    })
    page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.waitForFunction(() => typeof globalThis.describePicture === 'function', undefined, { timeout: 60_000 })
  })
  afterAll(async () => {
    await matcher?.dispose()
    await browser?.close()
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
  })

  const describeInPage = (path: string) => page.evaluate((at) => globalThis.describePicture(at), path)

  it.each(['/F1.png', '/M3.png'])('%s has the same embedding and the same measures as in Node', async (path) => {
    const there = await describeInPage(path)
    if ('error' in there) throw new Error(there.error)
    const here = await matcher.describe(await decodeImage(await pictures[path]!))
    for (const part of ['a', 'b'] as const) {
      for (const [i, value] of here.embedding[part].entries()) {
        expect(Math.abs(there[part][i]! - value), `${part}, value ${i}`).toBeLessThan(1e-4)
      }
    }
    expect(there.strength).toBeCloseTo(here.embedding.strength, 2)
    expect(there.pose.yaw).toBeCloseTo(here.pose.yaw, 1)
    expect(there.eyes.left).toBeCloseTo(here.eyes.left, 3)
    expect(there.problems).toEqual(here.problems.map(({ code }) => code))
  })

  it.each(['a', 'b'] as const)('network %s gives the golden embeddings', async (part) => {
    const outputs = await page.evaluate((name) => globalThis.runNetwork(name), part)
    expect(outputs.length).toBe(golden.length)
    for (const [i, output] of outputs.entries()) {
      for (const [k, expected] of golden[i]![part].entries()) {
        expect(Math.abs(output[k]! - expected), `pattern ${i + 1}, value ${k}`).toBeLessThan(1e-3)
      }
    }
  })

  it('turns pictures upright as EXIF says', async () => {
    const there = await describeInPage('/turned.jpg')
    if ('error' in there) throw new Error(there.error)
    expect(there.size).toEqual([480, 600])
    const upright = await matcher.describe(await decodeImage(portraitFile('M1_id.jpg')))
    const turned = { a: Float32Array.from(there.a), b: Float32Array.from(there.b), strength: there.strength }
    expect(compareEmbeddings(turned, upright.embedding)).toBeGreaterThan(0.87)
  })

  it('refuses what it cannot use with the same codes', async () => {
    expect(await describeInPage('/empty.png')).toEqual({ error: 'face_not_found' })
    expect(await describeInPage('/letter.jpg')).toEqual({ error: 'image_unreadable' })
  })
})

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@bai/source', 'module', 'browser', 'development|production'] },
    define: { 'process.env': '{}' },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: new URL('entry.ts', import.meta.url).pathname, formats: ['es'], fileName: 'entry' },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (output === undefined || !('output' in output)) throw new Error('Vite gave no output.')
  return output.output[0].code.replaceAll('</script', '<\\/script')
}

/** The page, the models, the engine and the pictures, each from where it is. */
async function serve(script: string): Promise<Server> {
  const folders: Record<string, string> = {
    '/models/': new URL('../../models/', import.meta.url).pathname,
    '/wasm/': `${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`,
  }
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://page').pathname)
    const folder = Object.keys(folders).find((prefix) => path.startsWith(prefix))
    const picture = await pictures[path]
    if (picture !== undefined) response.end(picture)
    else if (folder !== undefined) {
      response.setHeader('content-type', path.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream')
      response.end(readFileSync(join(folders[folder]!, path.slice(folder.length))))
    } else {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(`<!doctype html><title>faces</title><script type="module">${script}</script>`)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
