import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CASE_FOLDERS, readCases } from '../../vectors/read-vectors.ts'

declare global {
  var runVector: (line: string) => Promise<unknown>
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
if (CHROMIUM === undefined) console.warn('Skipped in Chromium: it is not installed.')

describe.skipIf(CHROMIUM === undefined)('in Chromium', () => {
  let browser: Browser
  let server: Server
  let page: Page
  const faults: string[] = []
  beforeAll(async () => {
    const script = await bundle()
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(`<!doctype html><title>vectors</title><script type="module">${script}</script>`)
    })
    // Web Crypto is there on secure origins only, of which loopback is one.
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    browser = await chromium.launch({
      executablePath: CHROMIUM!,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    })
    page = await browser.newPage()
    page.on('pageerror', ({ message }) => faults.push(message))
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.waitForFunction(() => typeof globalThis.runVector === 'function')
  })
  afterAll(async () => {
    await browser?.close()
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
  })

  test.each(CASE_FOLDERS)('every case of %s is answered as in Node', async (folder) => {
    const cases = readCases(folder)
    const lines = cases.map((vector) => JSON.stringify(vector))
    // As text, for what carries values out of the page would lose a claim called __proto__.
    const answers = await page.evaluate(
      async (all) => JSON.stringify(await Promise.all(all.map((line) => globalThis.runVector(line)))),
      lines,
    )
    expect(JSON.parse(answers)).toEqual(cases.map(({ id, expect: expected }) => ({ id, ...expected })))
    expect(faults).toEqual([])
  })
})

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@bai/source', 'module', 'browser', 'development|production'] },
    build: {
      write: false,
      lib: { entry: new URL('entry.ts', import.meta.url).pathname, formats: ['es'], fileName: 'entry' },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (output === undefined || !('output' in output)) throw new Error('Vite gave no output.')
  return output.output[0].code.replaceAll('</script', '<\\/script')
}
