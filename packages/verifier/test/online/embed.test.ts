// The element on a page of another origin, in a real browser.
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Made, type OnlineVerifier, startOnlineVerifier } from '../support/start-online-verifier.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

describe.skipIf(CHROMIUM === undefined)('<bai-presentation>', () => {
  let browser: Browser
  let verifier: OnlineVerifier
  beforeAll(async () => {
    verifier = await startOnlineVerifier()
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser?.close()
    await verifier?.[Symbol.asyncDispose]()
  })

  /** An agency's page, on an origin of its own. */
  async function show(made: Made, lang: string): Promise<{ page: Page; close(): Promise<void> }> {
    const attributes = Object.entries({
      'request-uri': made.request_uri,
      'status-uri': made.status_uri,
      'qr-uri': made.qr_uri,
      lang,
    })
    const html = `<!doctype html><html lang="${lang}"><title>Agency</title>
      <script type="module" src="${verifier.url}/embed.js"></script>
      <bai-presentation ${attributes.map(([name, value]) => `${name}="${value.replaceAll('&', '&amp;')}"`).join(' ')}></bai-presentation>
      <script>for (const name of ['answered','refused','expired']) addEventListener('bai-'+name, () => { document.title = name })</script>`
    const server = createServer((_request, response) => void response.setHeader('content-type', 'text/html').end(html))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    return {
      page,
      close: async () => {
        await page.close()
        server.closeAllConnections()
        server.close()
      },
    }
  }

  test('shows the request as a code and a link, and says when it was answered', async () => {
    const made = await verifier.ask()
    const { page, close } = await show(made, 'th')
    const code = page.getByRole('img', { name: 'คิวอาร์โค้ดสำหรับแอปใบ' })
    await expect
      .poll(() => code.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBeGreaterThan(0)
    expect(await page.getByRole('link', { name: 'เปิดแอปใบในเครื่องนี้' }).getAttribute('href')).toBe(made.request_uri)
    await expect.poll(() => page.getByRole('status').textContent()).toBe('กำลังรอคำตอบจากแอป')
    await verifier.answer(await verifier.read(made))
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('answered')
    expect(await page.getByRole('status').textContent()).toBe('ได้รับคำตอบแล้ว')
    expect(await page.getByRole('img').count()).toBe(0)
    await close()
  })

  test('says in English that nothing was shared, and opens nothing but a wallet', async () => {
    const made = await verifier.ask()
    await verifier.answer(await verifier.read(made), { error: 'access_denied' })
    const { page, close } = await show({ ...made, request_uri: 'javascript:alert(1)' }, 'en')
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('refused')
    expect(await page.getByRole('status').textContent()).toBe('Nothing was shared')
    expect(
      await page
        .locator('bai-presentation')
        .evaluate((element: any) => element.shadowRoot.querySelector('a').getAttribute('href')),
    ).toBe('#')
    await close()
  })
})

test('the code of a request that is not there is 404, and the API describes itself', async () => {
  await using verifier = await startOnlineVerifier()
  expect((await fetch(`${verifier.url}/vp/qr/nobody`)).status).toBe(404)
  const { body } = await verifier.call('/openapi.json')
  expect(Object.keys(body.paths)).toEqual(['/policies', '/requests', '/requests/{id}', '/retained'])
  const schema = body.paths['/requests'].post.requestBody.content['application/json'].schema
  expect(schema.properties.response_mode.enum).toEqual(['direct_post', 'direct_post.jwt'])
})
