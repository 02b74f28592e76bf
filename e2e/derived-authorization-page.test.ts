// The page of an agency where a person signs in by a presentation, in a real browser: its request, its number, its ways out.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import {
  openOnlineRequest,
  planAnswer,
  presentCredentials,
  receiveCredentials,
  sendAnswer,
  startAuthorization,
  type WalletDependencies,
} from '@bai/wallet-agent'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeOffer } from '../packages/issuer/test/support/protocol.ts'
import { NUMBERS } from '../packages/issuer/test/support/register-lines.ts'
import { CLIENT_ID, REDIRECT_URI } from '../packages/issuer/test/support/test-wallet.ts'
import { createMemoryWallet } from '../packages/wallet-agent/test/support/memory-wallet.ts'
import { portraitPath } from '../scripts/synthetic-register/generate-register.ts'
import { type AgencyWorld, startAgency } from './support/start-agency.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const PHONE = { width: 390, height: 844 }

describe.skipIf(CHROMIUM === undefined)('signing in by a presentation, in a browser', () => {
  let world: AgencyWorld
  let wallet: WalletDependencies
  let chrome: Browser
  beforeAll(async () => {
    const portrait = (await readFile(portraitPath('M1_id.jpg'))).toString('base64')
    world = await startAgency({ derivations: ['over-20'], portrait })
    wallet = { ...createMemoryWallet(), now: () => new Date() }
    world.register.clock.now = new Date()
    const { answer, txCode } = await makeOffer(world.register, NUMBERS.head)
    await receiveCredentials({ offer: answer.body['offer_uri'], txCode }, wallet)
    chrome = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await chrome?.close()
    await world?.[Symbol.asyncDispose]()
  })

  /** A browser of its own, in which the wallet's address can be opened; what its pages complain about is in `complaints`. */
  async function openBrowser(complaints: string[]): Promise<Page> {
    const context = await chrome.newContext({ viewport: PHONE, locale: 'en' })
    await context.route(`${REDIRECT_URI}**`, (route) => route.fulfill({ body: 'the wallet' }))
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    return page
  }

  async function begin(page: Page): Promise<void> {
    const offer = {
      credential_issuer: world.agency.url,
      credential_configuration_ids: ['over-20'],
      grants: { authorization_code: {} },
    }
    const invitation = `openid-credential-offer://?${new URLSearchParams({ credential_offer: JSON.stringify(offer) })}`
    const asked = { offer: invitation, clientId: CLIENT_ID, redirectUri: REDIRECT_URI }
    await page.goto((await startAuthorization(asked, wallet)).authorizationUrl)
  }

  async function present(page: Page): Promise<string> {
    const link = page.getByRole('link', { name: 'Open the wallet on this device' })
    const { request } = await openOnlineRequest((await link.getAttribute('href')) ?? '', wallet)
    const vpToken = await presentCredentials(await planAnswer(request, {}, wallet), wallet)
    return (await sendAnswer(request, vpToken, wallet)).redirectUri ?? ''
  }

  test('shown on a phone, the number of the phone lets the other browser go on; and one may begin again', async () => {
    const complaints: string[] = []
    const [page, phone] = [await openBrowser(complaints), await openBrowser(complaints)]
    await begin(page)
    const code = page.getByRole('img', { name: 'QR code for the Bai wallet' })
    await expect.poll(() => code.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
    const goOnWith = async (number: string) => {
      await page.getByLabel('The six digits that the other device shows').fill(number)
      await page.getByRole('button', { name: 'Go on and receive' }).click()
    }
    await goOnWith('000000')
    await page.getByRole('alert').filter({ hasText: 'Nothing has been shown yet' }).waitFor()
    await page.getByRole('link', { name: 'Show it again' }).click()
    await phone.goto(await present(page))
    const number = (await phone.getByText(/^\d{6}$/).textContent()) ?? ''
    await page.getByText('The answer has arrived').waitFor()
    // One number of a million: another one for sure.
    await goOnWith(number === '000000' ? '000001' : '000000')
    await page.getByRole('alert').filter({ hasText: 'The number is not right' }).waitFor()
    await goOnWith(number)
    await page.waitForURL(`${REDIRECT_URI}**`)
    expect(new URL(page.url()).searchParams.has('code')).toBe(true)
    // A page that says what is wrong is answered with 400, and Chromium tells of that.
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
  })

  test('on the phone itself the wallet comes back to the browser that began, and from there to its code', async () => {
    const page = await openBrowser([])
    await begin(page)
    // A redirect cannot be answered for the wallet as an address can: it is enough that the browser goes there.
    const back = page.waitForRequest(`${REDIRECT_URI}**`)
    await page.goto(await present(page)).catch(() => undefined)
    expect(new URL((await back).url()).searchParams.has('code')).toBe(true)
  })

  test('"Do not receive" goes back without a code', async () => {
    const page = await openBrowser([])
    await begin(page)
    await page.getByRole('button', { name: 'Do not receive' }).click()
    await page.waitForURL(`${REDIRECT_URI}**`)
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
  })
})
