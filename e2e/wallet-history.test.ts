// The log of the wallet in a real Chromium: what was shown, the receipt for it, what can be done about it; and a new phone.
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseJsonObject, parseJws } from '@bai/credential'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NUMBERS } from '../packages/issuer/test/support/register-lines.ts'
import { type Citizen, ON_A_PHONE, openCitizen } from './support/citizen.ts'
import { startWalletWorld, type WalletWorld } from './support/start-wallet-world.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const PASSPHRASE = 'ma kin khao kan'
/** What stands in the documents, and has no business in a log, a letter or a backup. */
const VALUES = [NUMBERS.head, 'Somchai', 'สมชาย', 'Jaidee', 'ใจดี']

describe.skipIf(CHROMIUM === undefined)('a citizen and what their wallet remembers', () => {
  let folder: string
  let world: WalletWorld
  let browser: Browser
  let old: Citizen
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bai-history-'))
    world = await startWalletWorld()
    const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
    const args = ['--no-sandbox', '--disable-gpu', ...camera]
    browser = await chromium.launch({ executablePath: CHROMIUM!, args })
    old = await openPhone()
    await old.start()
    await old.enrol()
    await old.see('Your documents are here')
  })
  afterAll(async () => {
    await browser?.close()
    await world?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  /** A phone of its own: another context of the browser keeps nothing in common with the first. */
  async function openPhone(): Promise<Citizen> {
    const page = await (await browser.newContext(ON_A_PHONE)).newPage()
    return openCitizen(page, world.wallet.url)
  }

  /** What is downloaded when a button is pressed. */
  async function saved({ page, press }: Citizen, name: string): Promise<{ path: string; text: string }> {
    const [download] = await Promise.all([page.waitForEvent('download'), press(name)])
    const path = join(folder, download.suggestedFilename())
    await download.saveAs(path)
    return { path, text: await readFile(path, 'utf8') }
  }

  const go = ({ page }: Citizen, screen: string) => page.goto(`${world.wallet.url}#/${screen}`)
  const expectNoValues = (text: string | null) => {
    for (const value of VALUES) expect(text ?? '').not.toContain(value)
  }

  test('sees what was shown to whom, and keeps the receipt that they signed', async () => {
    const { page, press, see } = old
    const asked = await world.ask('hotel-check-in')
    await old.bring(asked.address)
    await page.getByLabel('I understand that my portrait leaves this device').check()
    await press('Show this')
    await see('Sent')
    await go(old, 'history')
    await see('History')
    await page.getByRole('link', { name: /^Documents received/ }).waitFor()
    await old.expectNoFaults()
    await page.getByRole('link', { name: /^Data shown.*With receipt/ }).click()
    await see('Data shown')
    await page.getByText('They have received it').waitFor()
    await page.getByText(/^They keep .*Card number.* for 1 year/).waitFor()
    expectNoValues(await page.locator('main').textContent())
    await old.expectNoFaults()
    const { text } = await saved(old, 'Save the receipt as a file')
    expect(parseJsonObject(parseJws(text).payload, 'receipt')).toMatchObject({ retained: { seconds: 31_536_000 } })
  })

  test('asks for erasure with a letter that is ready, by names alone', async () => {
    const { page } = old
    const mail = page.getByRole('link', { name: 'Write an e-mail' })
    const address = new URL((await mail.getAttribute('href')) ?? '')
    const body = address.searchParams.get('body') ?? ''
    expect(address.pathname).toBe('privacy@checkpoint.example')
    for (const words of ['section 33', 'Card number', 'Checkpoint (demonstration)']) expect(body).toContain(words)
    expectNoValues(body)
    await mail.click()
    await page.getByRole('listitem').filter({ hasText: 'Erasure asked for' }).waitFor()
    expect(await page.getByRole('link', { name: /Data protection authority/ }).getAttribute('href')).toBe(
      'https://data-protection.example/report',
    )
  })

  test('searches, takes along and deletes what happened', async () => {
    const { page, press, see } = old
    await go(old, 'history')
    const entries = page.locator('main').getByRole('link')
    await page.getByText('3 entries').waitFor()
    await page.getByLabel('Search').fill('card number')
    await page.getByText('2 entries').waitFor()
    await page.getByLabel('Kind').selectOption('Erasure asked for')
    await page.getByText('1 entry').waitFor()
    const { text } = await saved(old, 'Save as a file')
    expect(JSON.parse(text).entries.map(({ kind }: { kind: string }) => kind)).toEqual([
      'erasure_asked',
      'presented',
      'received',
    ])
    expectNoValues(text)
    await entries.first().click()
    await see('Erasure asked for')
    await press('Delete this entry')
    await press('Delete')
    await see('History')
    await page.getByText('2 entries').waitFor()
  })

  test('moves to a new phone: the history comes along, and the old phone’s documents are revoked', async () => {
    await go(old, 'backup')
    await old.see('Prepare for a new phone')
    await old.page.getByLabel('Passphrase', { exact: true }).fill('284915')
    await old.press('Save the file')
    await old.page.getByRole('alert').filter({ hasText: 'too short' }).waitFor()
    await old.expectNoFaults()
    await old.page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
    await old.page.getByLabel('The same passphrase again').fill(PASSPHRASE)
    const { path, text } = await saved(old, 'Save the file')
    await old.see('The file is saved')
    expectNoValues(text)

    const phone = await openPhone()
    await phone.start()
    await go(phone, 'restore')
    await phone.see('Move to this phone')
    await phone.page.getByLabel('File from the old phone').setInputFiles(path)
    await phone.page.getByLabel('Passphrase of the file').fill('another passphrase')
    await phone.press('Open the file')
    await phone.page.getByRole('alert').filter({ hasText: 'The passphrase is wrong' }).waitFor()
    await phone.expectNoFaults()
    await phone.page.getByLabel('Passphrase of the file').fill(PASSPHRASE)
    await phone.press('Open the file')
    await phone.page.getByText('2 entries of the history were brought.').waitFor()
    await phone.page.getByRole('listitem').filter({ hasText: 'National ID card' }).waitFor()
    await phone.expectNoFaults()
    await proveWhoTheyAre(phone)
    await phone.see('Your documents are here')
    await go(phone, 'history')
    await phone.page.getByText('3 entries').waitFor()
    await go(phone, 'restore')
    await phone.page.locator('.badge').filter({ hasText: 'On this phone' }).nth(1).waitFor()
    await phone.page.getByText('All documents are on this phone.').waitFor()
    await phone.expectNoFaults()
    await phone.press('Done')
    await phone.see('My documents')

    await world.issuer.publishStatusLists()
    await world.checkpoint.publish()
    await go(old, 'more')
    await old.press('Update now')
    await old.page.getByText('There is new data.').waitFor()
    await old.expectNoFaults()
    await go(old, 'documents')
    await old.page.locator('.badge').filter({ hasText: 'Revoked' }).nth(1).waitFor()
    expect([...old.problems, ...phone.problems]).toEqual([])
  })
})

/** Consent, factors and film; who has enrolled before needs no laser code. */
async function proveWhoTheyAre({ page, press }: Citizen): Promise<void> {
  await press('Get the documents with my face')
  await page.getByLabel('I have read this and agree').check()
  await press('Next')
  await page.getByLabel('Identification number, 13 digits').fill(NUMBERS.head)
  await page.getByLabel('Day').selectOption('14')
  await page.getByLabel('Month').selectOption('03')
  await page.getByLabel('Year (B.E.)').fill('2523')
  await press('Next')
  await press('Start filming')
}
