import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type CDPSession, chromium, type Page } from 'playwright-core'
import { build } from 'vite'

export type OpenedPage = { readonly page: Page; readonly devtools: CDPSession }
export type OpenedBrowser = {
  readonly origin: string
  /** Errors that nothing in a page caught. */
  readonly faults: readonly string[]
  /** A page with entry.ts in it, and storage of its own. */
  open(): Promise<OpenedPage>
  close(): Promise<void>
}

/** Serves by the name of this machine, for passkeys are not for addresses of numbers. */
export async function openBrowser(executablePath: string): Promise<OpenedBrowser> {
  const script = await bundle()
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><title>stores</title><script type="module">${script}</script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
  const faults: string[] = []
  return {
    origin,
    faults,
    open: async () => {
      const context = await browser.newContext()
      const page = await context.newPage()
      page.on('pageerror', ({ message }) => faults.push(message))
      await page.goto(origin)
      await page.waitForFunction(() => 'checks' in globalThis)
      return { page, devtools: await context.newCDPSession(page) }
    },
    close: async () => {
      await browser.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    root: fileURLToPath(new URL('.', import.meta.url)),
    resolve: { conditions: ['@bai/source', 'module', 'browser', 'development|production'] },
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL('entry.ts', import.meta.url)), formats: ['es'], fileName: 'entry' },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (output === undefined || !('output' in output)) throw new Error('Vite gave no output.')
  return output.output[0].code.replaceAll('</script', '<\\/script')
}
