import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answer, GOOD, issueCard, signTestBundle, smallPortrait } from './support/counter.ts'
import { faultsOf } from './support/faults.ts'
import { filmPicture } from './support/film.ts'
import { type Counter, openCounter } from './support/open-counter.ts'
import { atCounter, readVerdict } from './support/staff.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const SELFIE = new URL('../../../../scripts/synthetic-register/portraits/F1_s1.jpg', import.meta.url)
const PHONE = { width: 390, height: 844 }

describe.skipIf(CHROMIUM === undefined)('the screens of a counter', () => {
  let counter: Counter
  let card: string
  let sequence = 7
  beforeAll(async () => {
    ;[counter, card] = await Promise.all([
      openCounter(CHROMIUM!),
      smallPortrait().then((portrait) => issueCard(GOOD, portrait)),
    ])
  })
  afterAll(() => counter?.close())
  beforeEach(async () => {
    counter.bundle = await signTestBundle(++sequence)
  })

  test('a first start without a network waits for a bundle, and takes one from a file', async () => {
    counter.bundle = undefined
    await atCounter(counter, async ({ page }) => {
      await page.getByRole('status').filter({ hasText: 'There is no data yet' }).waitFor()
      expect(await page.locator('#start-age-20').isDisabled()).toBe(true)
      const file = { name: 'bundle.jws', mimeType: 'text/plain', buffer: Buffer.from(await signTestBundle(sequence)) }
      await page.locator('.freshness input[type=file]').setInputFiles(file)
      await page.getByRole('button', { name: /current/ }).waitFor()
      expect(await page.locator('#start-age-20').isDisabled()).toBe(false)
    })
  })

  test('a configuration that is none is told in both languages', async () => {
    const context = await counter.browser.newContext({ serviceWorkers: 'block' })
    const page = await context.newPage()
    await page.route('**/config.json', (route) => route.fulfill({ json: { anchors: [] } }))
    await page.goto(counter.url)
    await page.getByRole('alert').nth(1).waitFor()
    const told = await page.getByRole('alert').allTextContents()
    expect(told).toEqual([expect.stringContaining('เปิดเครื่องตรวจไม่ได้'), expect.stringContaining('cannot start')])
    await context.close()
  })

  test('can be installed', async () => {
    await atCounter(counter, async ({ page }) => {
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
      const devtools = await page.context().newCDPSession(page)
      const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
      // Of a window that keeps nothing when it is closed, as those of tests are, that is said in any case.
      expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito'])
    })
  })

  test('can be worked by keyboard: the focus begins at the heading of each screen', () =>
    atCounter(counter, async ({ page, readRequest }) => {
      const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
      const pressFocused = async (name: RegExp) => {
        for (let tabs = 0; tabs < 30 && !name.test(await focused()); tabs++) await page.keyboard.press('Tab')
        expect(await focused()).toMatch(name)
        await page.keyboard.press('Enter')
      }
      await filmPicture(counter.film, await readFile(SELFIE))
      await page.reload()
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await focused()).toBe('Choose the checkpoint')
      await pressFocused(/^Start$/)
      const frames = await answer(await readRequest(), card)
      expect(await focused()).toBe('Let the holder scan this code')
      await pressFocused(/^Scan the answer$/)
      await page.getByRole('heading', { name: 'Scan the answer' }).waitFor()
      expect(await focused()).toBe('Scan the answer')
      await pressFocused(/^No camera/)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.insertText(frames.frame(0))
      await pressFocused(/^Use this text$/)
      expect((await readVerdict(page)).outcome).toBe('accepted')
      expect(await focused()).toMatch(/^Accepted/)
      await pressFocused(/^Next$/)
      await page.getByRole('heading', { name: 'Let the holder scan this code' }).waitFor()
    }))

  test('clears a verdict by itself', () =>
    atCounter(counter, async (staff) => {
      const { page } = staff
      await page.clock.install()
      await page.reload()
      await staff.choose('age-20')
      const request = await staff.readRequest()
      await staff.scan(await answer(request, card))
      await page.clock.fastForward(50_000)
      await staff.press('Keep it longer')
      await page.clock.fastForward(50_000)
      expect((await readVerdict(page)).outcome).toBe('accepted')
      await page.clock.fastForward(15_000)
      await page.getByRole('heading', { name: 'Let the holder scan this code' }).waitFor()
      expect((await staff.readRequest()).nonce).not.toBe(request.nonce)
    }))

  test('has no fault of accessibility on any screen, and fits a phone with large text, in both languages', () =>
    atCounter(
      counter,
      async (staff) => {
        const { page } = staff
        const look = async (screen: string) => {
          expect(await faultsOf(page), `${screen}, in English`).toEqual([])
          await staff.press('ภาษาไทย')
          await page.emulateMedia({ colorScheme: 'dark' })
          expect(await faultsOf(page), `${screen}, in Thai, in the dark`).toEqual([])
          await page.emulateMedia({ colorScheme: 'light' })
          await staff.press('English')
        }
        await page.getByRole('button', { name: /Data of/ }).click()
        await staff.press('Settings')
        // Heard by nobody here, and a fault of the page if it cannot be played.
        await page.getByText('Sound with the verdict').click()
        expect(await page.getByRole('switch').isChecked()).toBe(true)
        await look('choose')
        await page.getByRole('button', { name: /Data of/ }).click()
        await staff.choose('airport-checkpoint')
        const request = await staff.readRequest()
        await look('request')
        await filmPicture(counter.film, await readFile(SELFIE))
        await staff.press('Scan the answer')
        await page.locator('video').waitFor()
        await page.getByText('No camera, or it does not work').click()
        await look('scan')
        await staff.press('Back')
        await staff.scan(await answer(request, card))
        await staff.press('All checks')
        await look('accepted')
        await staff.press('Next')
        await staff.scan(await answer(request, card))
        await look('rejected')
        counter.bundle = await signTestBundle(++sequence, { made: -7200, next: -3600, expires: -1800 })
        await staff.updateData(sequence)
        await staff.press('Next')
        await staff.scan(await answer(await staff.readRequest(), card))
        await look('undecided')
      },
      PHONE,
    ))

  test('works with the network cut, after a reload, to the end', () =>
    atCounter(counter, async (staff) => {
      const { page } = staff
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
      await staff.choose('hotel-check-in')
      await staff.press('Another checkpoint')
      await counter.cutNetwork()
      await page.reload()
      expect(await page.getByRole('article').first().textContent()).toMatch(/^Hotel check-in used last/)
      await staff.choose('age-20')
      expect(await staff.scan(await answer(await staff.readRequest(), card))).toMatchObject({ outcome: 'accepted' })
    }))
})
