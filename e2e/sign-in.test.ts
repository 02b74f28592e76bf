import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LivenessFilm, LivenessOutcome } from '../packages/issuer/src/face-ports.ts'
import { PORTRAIT } from '../packages/issuer/test/support/enrol.ts'
import { freshNonce, makeProof } from '../packages/issuer/test/support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'
import { CLIENT_ID, REDIRECT_URI, TestWallet } from '../packages/issuer/test/support/test-wallet.ts'
import { believeFilms, everybodyMatches, FILM_MILLISECONDS } from './support/believe-faces.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const PHONE = { width: 390, height: 844 }
/** The first film is of nobody who turns. */
const firstFails = (films: readonly LivenessFilm[]): LivenessOutcome => ({
  outcome: films.length === 1 ? 'failed' : 'passed',
  code: films.length === 1 ? 'action_missing' : undefined,
  advice: undefined,
  checks: [],
  advisory: undefined,
})

describe.skipIf(CHROMIUM === undefined)('signing in on a phone', () => {
  const films: LivenessFilm[] = []
  let browser: Browser
  let issuer: TestIssuer
  let page: Page
  beforeAll(async () => {
    issuer = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })], {
      clients: [{ clientId: CLIENT_ID, redirectUris: [REDIRECT_URI] }],
      liveness: believeFilms(films, () => firstFails(films)),
      compareFaces: everybodyMatches,
    })
    browser = await chromium.launch({
      executablePath: CHROMIUM!,
      args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await issuer?.close()
  })
  beforeEach(async () => {
    page = await (await browser.newContext({ viewport: PHONE, locale: 'en-GB' })).newPage()
    // Where the wallet is sent back to.
    await page.route(`${REDIRECT_URI}**`, (route) => route.fulfill({ body: 'the wallet' }))
  })
  afterEach(() => page.context().close())

  test('by keyboard: consent, factors, a film that fails and one that does not, and back to the wallet', async () => {
    const problems: string[] = []
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    const wallet = new TestWallet(issuer)
    const { page: url, verifier } = await wallet.push()
    await page.goto(`${url}&lang=en`)
    await page.getByLabel('Citizen number, 13 digits').focus()
    await page.keyboard.type(NUMBERS.head)
    await page.keyboard.press('Tab')
    await page.keyboard.type('25230314')
    await page.keyboard.press('Tab')
    await page.keyboard.type('JT0-0000001-00')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    const start = page.getByRole('button', { name: 'Start' })
    await start.waitFor()
    expect(await start.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'Turn your head to your left' }).waitFor()
    // The first film is refused for its movements, which the page says, and lets the person film again.
    await page.getByRole('alert').filter({ hasText: 'The movements were not those that were asked for' }).waitFor()
    await start.click()
    await page.waitForURL(`${REDIRECT_URI}**`)

    const [, film] = films
    expect(film!.frames.length).toBeGreaterThanOrEqual(6)
    for (const { image } of film!.frames) expect([...image.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
    const times = film!.frames.map(({ at }) => at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times.at(-1)).toBeLessThanOrEqual(FILM_MILLISECONDS)

    const code = new URL(page.url()).searchParams.get('code') ?? ''
    const { body } = await wallet.token({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: REDIRECT_URI,
    })
    const proofs = { jwt: [await makeProof(issuer, await freshNonce(issuer))] }
    const request = { credential_configuration_id: 'id-card', proofs }
    expect((await wallet.post('/credential', { body: request }, body['access_token'])).status).toBe(200)
    // The one that is expected: the answer to the film that failed.
    expect(problems.filter((text) => !/422/.test(text))).toEqual([])
    expect(issuer.reported).toEqual([])
  }, 60_000)

  test('a wrong digit is told before the camera is opened, and "Do not receive" goes back without a code', async () => {
    const { page: url } = await new TestWallet(issuer).push()
    await page.goto(`${url}&lang=en`)
    await page.getByLabel('Citizen number, 13 digits').fill('1999900000006')
    await page.getByLabel('Date of birth').fill('25230314')
    await page.getByLabel('I have read this and agree').check()
    await page.getByRole('button', { name: 'Next: open the camera' }).click()
    await page.getByRole('alert').filter({ hasText: 'Check every digit' }).waitFor()
    expect(await page.locator('video').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Do not receive' }).click()
    await page.waitForURL(`${REDIRECT_URI}**`)
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
  })

  test('nothing is wider than the phone, in either language', async () => {
    for (const language of ['th', 'en']) {
      const { page: url } = await new TestWallet(issuer).push()
      await page.context().clearCookies()
      await page.goto(`${url}&lang=${language}`)
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
    }
  })
})
