// The wallet in a real Chromium, with a real issuer and a real verifier: from a first start to an answer without a network.
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFrames, decodeOfflineMessage, encodeOfflineMessage, openBundle } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath } from '@bai/credential/x509'
import { type Policy, parsePolicy } from '@bai/verifier'
import { openPublisher, openVerifier } from '@bai/verifier/node'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filmCodes, filmPicture } from '../packages/verifier/test/kiosk/support/film.ts'
import { scanScreen } from '../packages/verifier/test/kiosk/support/open-counter.ts'
import { portraitPath } from '../scripts/synthetic-register/generate-register.ts'
import { type Citizen, ON_A_PHONE, openCitizen } from './support/citizen.ts'
import { startWalletWorld, type WalletWorld } from './support/start-wallet-world.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
if (CHROMIUM === undefined) console.warn('The wallet in the browser is not tested: Chromium is not installed.')

const policyOf = async (name: string): Promise<Policy> =>
  parsePolicy(await readFile(new URL(`../packages/verifier/policies/${name}.json`, import.meta.url), 'utf8'))

describe.skipIf(CHROMIUM === undefined)('a citizen with a phone', () => {
  let folder: string
  let film: string
  let world: WalletWorld
  let browser: Browser
  let citizen: Citizen
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bai-citizen-'))
    film = join(folder, 'film.mjpeg')
    await filmPicture(film, await readFile(portraitPath('M1_s1.jpg')))
    world = await startWalletWorld()
    const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
    const args = ['--no-sandbox', '--disable-gpu', ...camera, `--use-file-for-fake-video-capture=${film}`]
    browser = await chromium.launch({ executablePath: CHROMIUM!, args })
    citizen = await openCitizen(await (await browser.newContext(ON_A_PHONE)).newPage(), world.wallet.url)
  })
  afterAll(async () => {
    await browser?.close()
    await world?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('starts: a guessable PIN is refused, a good one opens an empty wallet', async () => {
    const { page, press, see } = citizen
    await page.goto(world.wallet.url)
    await see('Your documents, in your hands')
    await citizen.expectNoFaults()
    await press('Begin')
    await page.getByLabel('PIN, 6 digits').fill('123456')
    await page.getByLabel('The same PIN again').fill('123456')
    await press('Set the PIN')
    await page.getByRole('alert').filter({ hasText: 'too easy to guess' }).waitFor()
    await citizen.expectNoFaults()
    await citizen.start()
    await citizen.expectNoFaults()
  })

  test('enrols with a face and receives both documents; a cut in the middle loses nothing', async () => {
    const { page, press, see, follow } = citizen
    await follow('Enrol with my face')
    await page.getByLabel('I have read this and agree').check()
    await citizen.expectNoFaults()
    await press('Next')
    const number = page.getByLabel('Identification number, 13 digits')
    await number.fill('1999900000006')
    await page.getByRole('alert').filter({ hasText: 'Check every digit' }).waitFor()
    await citizen.expectNoFaults()
    await press('Cancel')
    // The network goes when the issuer has said yes and its code was used.
    await page.route('**/credential', (route) => route.abort())
    await citizen.enrol()
    await page.getByRole('alert').filter({ hasText: 'Nothing was lost' }).waitFor()
    expect(world.films).toHaveLength(1)
    for (const { image } of world.films[0]!.frames) expect([...image.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
    await page.unroute('**/credential')
    await page.goto(world.wallet.url)
    await citizen.unlock()
    await see('My documents')
    await page.getByRole('heading', { name: 'Documents that have not arrived' }).waitFor()
    await press('Go on')
    await page.getByRole('link', { name: /National ID card/i }).waitFor()
    await page.getByRole('link', { name: /House registration/ }).waitFor()
    await citizen.expectNoFaults()
  })

  test('looks at a document: how it stands, what is in it, who may ask', async () => {
    const { page, see } = citizen
    await page.getByRole('link', { name: /National ID card/i }).click()
    await see('National ID card')
    await page.locator('.badge').filter({ hasText: 'Valid' }).waitFor()
    await page.getByText('1-9999-00000-00-5').first().waitFor()
    await citizen.expectNoFaults()
    await page.getByText('Who may ask').first().click()
    await page.getByRole('listitem').filter({ hasText: 'Checkpoint (demonstration)' }).first().waitFor()
    await page.goBack()
    await page.getByRole('link', { name: /House registration/ }).click()
    await see('House registration')
    await page.getByText('3 people in the house').waitFor()
    await citizen.expectNoFaults()
  })

  test('shows one thing and keeps back the rest; the portrait is asked about; a parent shows a child', async () => {
    const { page, press, see } = citizen
    const asked = await world.ask('agency-counter')
    await citizen.bring(asked.address)
    await see('Checkpoint (demonstration)')
    await page.locator('.badge').filter({ hasText: 'Registered' }).waitFor()
    const agree = page.getByRole('button', { name: 'Show this' })
    await page.getByLabel('Miss Mali Jaidee').check()
    await page.getByLabel('Mr. Somchai Jaidee').uncheck()
    await citizen.expectNoFaults()
    const sure = page.getByLabel('I understand that my portrait leaves this device')
    if ((await sure.count()) > 0) {
      expect(await agree.isDisabled()).toBe(true)
      await sure.check()
    }
    await press('Show this')
    await see('Sent')
    const { verdict } = await asked.outcome()
    const house = verdict.credentials.find(({ claims }: { claims: object }) => 'members' in claims)
    expect(house.claims.members).toHaveLength(1)
    expect(JSON.stringify(house.claims.members)).toContain('มะลิ')
    expect(JSON.stringify(house.claims.members)).not.toContain('สมชาย')
  })

  test('says no, and the verifier learns nothing but that', async () => {
    const { press, see } = citizen
    const asked = await world.ask('age-20')
    await citizen.bring(asked.address)
    await see('Checkpoint (demonstration)')
    await press('Do not show')
    await see('Nothing was shown')
    await citizen.expectNoFaults()
    expect(await asked.outcome()).toMatchObject({ status: 'refused' })
  })

  test('is told in plain words of what is not good, before anything of it is shown', async () => {
    const { page, see } = citizen
    const { address } = await world.ask('age-20')
    await citizen.bring(`${address.replace(/client_id=[^&]+/, 'client_id=x509_san_dns%3Abank.example')}`)
    await page.getByRole('alert').filter({ hasText: 'This request is not good' }).waitFor()
    expect(await page.getByRole('button', { name: 'Show this' }).count()).toBe(0)
    expect(await page.getByText('bank.example').count()).toBe(0)
    await page.goto(`${world.wallet.url}#/scan`)
    await see('Scan a code')
    await filmCodes(film, ['https://shop.example/menu'])
    await page.reload()
    await citizen.unlock()
    await page.getByRole('alert').filter({ hasText: 'neither a request nor an offer' }).waitFor()
    await citizen.expectNoFaults()
  })

  test('brings its data up to date, and says when there is nothing newer', async () => {
    const { page, press, see } = citizen
    await page.goto(`${world.wallet.url}#/more`)
    await see('More')
    await press('Update now')
    // Twice: the second time the distributor answers that it has not changed, without a body.
    await page
      .getByRole('status')
      .filter({ hasText: /up to date|newest|latest/i })
      .waitFor()
    await press('Update now')
    await page
      .getByRole('status')
      .filter({ hasText: /up to date|newest|latest/i })
      .waitFor()
    await citizen.expectNoFaults()
  })

  test('is used in one window at a time', async () => {
    const { page } = citizen
    const other = await openCitizen(await page.context().newPage(), world.wallet.url)
    await other.page.goto(world.wallet.url)
    await other.see('The wallet is open in another window')
    await other.expectNoFaults()
    await other.press('Use it here')
    await other.see('Open the wallet')
    await citizen.see('The wallet is open in another window')
    await citizen.press('Use it here')
    await citizen.unlock()
    await other.see('The wallet is open in another window')
    await other.page.close()
    expect(other.problems).toEqual([])
  })

  test('prints a card with its codes for somebody without a phone', async () => {
    const { page, press, see, follow } = citizen
    await page.goto(`${world.wallet.url}#/documents`)
    await page.getByRole('link', { name: /National ID card/i }).click()
    await follow('Print for somebody without a phone')
    await see('Print for somebody without a phone')
    await citizen.expectNoFaults()
    await press('Prepare')
    await page.locator('.sheet svg.qr').first().waitFor()
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toEqual(['595x842'])
    await page.getByLabel(/^Card/).check()
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toEqual(['243x153', '243x153'])
    await citizen.expectNoFaults()
  })

  test('with the network cut: opens, scans a request, and answers it by a code that the verifier accepts', async () => {
    const { page, press, see } = citizen
    const bundle = (await readFile(world.checkpoint.bundlePath, 'latin1')).trim()
    const anchors = await openPublisher(world.publisherFolder).anchors()
    const verifier = await openVerifier(world.publisherFolder)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await world.cutNetwork()
    const policy = await policyOf('airport-checkpoint')
    const request = await verifier.createRequest(policy)
    const message = encodeOfflineMessage({ kind: 'request', request }, nodePlatform)
    const frames = createFrames(message, { maxFrameBytes: 960 }, nodePlatform)
    await filmCodes(
      film,
      Array.from({ length: frames.count }, (_, i) => frames.frame(i)),
    )
    await page.goto(`${world.wallet.url}#/scan`)
    await page.reload()
    await citizen.unlock()
    await page.getByRole('button', { name: 'Show this' }).waitFor()
    await page.locator('.badge').filter({ hasText: 'Registered' }).waitFor()
    await citizen.expectNoFaults()
    await page.getByLabel('I understand that my portrait leaves this device').check()
    await press('Show this')
    await see('Let them scan this code')
    const opened = await openBundle(bundle, { anchors, verifyCertificates: verifyCertificatePath }, nodePlatform)
    const answer = decodeOfflineMessage(await scanScreen(page), nodePlatform, { certificates: opened.certificates })
    if (answer.kind !== 'answer') throw new Error(`This is no answer but ${answer.kind}.`)
    const { vpToken } = answer
    const verdict = await verifier.verify({ vpToken, request, bundle, policy, anchors: undefined, now: new Date() })
    expect(verdict.outcome).toBe('accepted')
    expect(citizen.problems).toEqual([])
  })
})

/** Sizes of the pages of a PDF, in points. */
function pagesOf(pdf: Buffer): readonly string[] {
  const boxes = pdf.toString('latin1').matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)
  return [...boxes].map(([, width, height]) => `${Math.round(Number(width))}x${Math.round(Number(height))}`)
}
