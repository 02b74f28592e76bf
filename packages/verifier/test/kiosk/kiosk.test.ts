import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  answer,
  CLAIMS,
  disclose,
  EVIDENCE,
  framesOf,
  GOOD,
  issueCard,
  oneScan,
  REVOKED,
  signTestBundle,
  smallPortrait,
} from './support/counter.ts'
import { filmPicture } from './support/film.ts'
import { type Counter, openCounter } from './support/open-counter.ts'
import { atCounter, readStorage, readVerdict } from './support/staff.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
if (CHROMIUM === undefined) console.warn('The kiosk is not tested: Chromium is not installed.')

const SELFIE = new URL('../../../../scripts/synthetic-register/portraits/F1_s1.jpg', import.meta.url)
const PASS = 'M1SUKSAI/ANONG MISS   EABC123 BKKCNXTG 0102 326Y001A0025 100'

describe.skipIf(CHROMIUM === undefined)('a counter', () => {
  let counter: Counter
  let card: string
  let portrait: string
  let sequence = 7
  beforeAll(async () => {
    portrait = await smallPortrait()
    ;[counter, card] = await Promise.all([openCounter(CHROMIUM!), issueCard(GOOD, portrait)])
    counter.bundle = await signTestBundle(sequence)
  })
  afterAll(() => counter?.close())

  test('accepts who shows what was asked, in both languages, helps with face and name, and keeps nothing', () =>
    atCounter(counter, async (staff) => {
      const { page } = staff
      await staff.choose('airport-checkpoint')
      const request = await staff.readRequest()
      expect(request).toMatchObject({ client_name: { en: 'Airport' }, response_mode: 'bai.offline' })
      const shown = await staff.scan(await answer(request, card))
      expect(shown).toMatchObject({ outcome: 'accepted', banner: expect.stringMatching(/^Accepted ผ่าน.*Anong Suksai/) })
      expect(shown.text).toContain('Date of expiry13 May 2031')
      expect(await page.getByRole('img', { name: 'Portrait in the document' }).getAttribute('src')).toBe(portrait)
      // Asked for neither, and so not there.
      expect(shown.text).not.toMatch(/1990|สุขใส/)

      await filmPicture(counter.film, await readFile(SELFIE))
      await staff.press('Open the camera to compare')
      await staff.press('Compare')
      await page
        .getByRole('status')
        .filter({ hasText: /Alike Likeness \d+ of 100/ })
        .waitFor()
      expect((await readVerdict(page)).outcome).toBe('accepted')

      await staff.press('Scan the boarding pass')
      await page.getByText('No camera, or it does not work').click()
      await page.getByLabel('Paste the text of the boarding pass').fill(PASS)
      await staff.press('Use this text')
      const names = await page.getByRole('alert').filter({ hasText: 'The names agree' }).textContent()
      expect(names).toContain('SUKSAI/ANONG MISS')
      expect(names).toContain('TG 102 BKK–CNX')

      await staff.press('ภาษาไทย')
      expect(await page.locator('html').getAttribute('lang')).toBe('th')
      expect((await readVerdict(page)).text).toContain('วันบัตรหมดอายุ13 พ.ค. 2574')

      await page.getByRole('button', { name: 'รายต่อไป' }).click()
      const kept = await readStorage(page)
      // What it does keep: how it is set, the bundle, and the models.
      for (const own of ['"lastPolicy":"airport-checkpoint"', counter.bundle!, 'face/models/embedding-a.bin'])
        expect(kept.includes(own)).toBe(true)
      const { given_name, family_name, document_number, name_th } = CLAIMS
      const personal = [
        given_name,
        family_name,
        document_number,
        name_th.family_name,
        portrait.slice(40, 80),
        'SUKSAI/',
      ]
      expect(personal.filter((text) => kept.includes(text))).toEqual([])
    }))

  test('tells in a line what a derived document rests on', () =>
    atCounter(counter, async (staff) => {
      await staff.choose('age-20')
      const derived = await issueCard(GOOD, undefined, { evidence: EVIDENCE })
      const shown = await staff.scan(await answer(await staff.readRequest(), derived))
      expect(shown.outcome).toBe('accepted')
      expect(shown.text).toContain('Rests onNational ID card, of Department (test) (level high), shown on 20 Nov 2026')
      await staff.press('ภาษาไทย')
      const { text } = await readVerdict(staff.page)
      expect(text).toContain('อ้างอิงจากบัตรประจำตัวประชาชน ของกรมการปกครอง (ทดสอบ) (ระดับสูง) แสดงเมื่อ 20 พ.ย. 2569')
    }))

  test('reads codes that are blurred and turned, and those of which half is lost', () =>
    atCounter(counter, async (staff) => {
      await staff.choose('age-20')
      const blurred = await answer(await staff.readRequest(), card)
      expect(await staff.scan(blurred, { blur: 1.5, degrees: 15 })).toMatchObject({ outcome: 'accepted' })
      await staff.press('Next')
      await staff.press('Another checkpoint')
      await staff.choose('hotel-check-in')
      const long = await answer(await staff.readRequest(), card)
      expect(long.count).toBeGreaterThan(3)
      // Every second part is missing; mixes of parts come in their place, more than are needed.
      const indices = [...Array(4 * long.count).keys()].filter((index) => index % 2 === 1 || index > 2 * long.count)
      const shown = await staff.scan(long, { indices })
      expect(shown).toMatchObject({ outcome: 'accepted', banner: expect.stringContaining('Anong Suksai') })
      expect(shown.text).toContain('ProvinceBangkok')
    }))

  test('rejects what is revoked, and an answer to another request, and shows nothing of them', () =>
    atCounter(counter, async (staff) => {
      await staff.choose('age-20')
      const first = await staff.readRequest()
      const revoked = await staff.scan(await answer(first, await issueCard(REVOKED)))
      expect(revoked).toMatchObject({ outcome: 'rejected', banner: expect.stringContaining('has been revoked') })
      expect(revoked.text).not.toContain('Aged 20 or over')
      await staff.press('Next')
      const second = await staff.readRequest()
      expect(second.nonce).not.toBe(first.nonce)
      const replayed = await staff.scan(await answer(first, card))
      expect(replayed).toMatchObject({ outcome: 'rejected', banner: expect.stringContaining('may be a replay') })
    }))

  test('takes a code that its holder opened once, and says that it proves less', () =>
    atCounter(counter, async (staff) => {
      await staff.choose('age-20')
      const code = await oneScan('age-20', card, [['age_equal_or_over', '20']])
      const shown = await staff.scan(code)
      expect(shown).toMatchObject({ outcome: 'accepted', text: expect.stringContaining('less sure than two scans') })
      await staff.press('Next')
      const again = await staff.scan(code)
      expect(again).toMatchObject({ outcome: 'rejected', banner: expect.stringContaining('has been shown before') })
    }))

  test('decides once on a code that stays in view', () =>
    atCounter(counter, async (staff) => {
      const { page } = staff
      await drawLate(page)
      await staff.choose('age-20')
      await staff.scan(await oneScan('age-20', card, [['age_equal_or_over', '20']]))
      // A second decision would take the place of the first by now.
      await page.waitForTimeout(3 * DRAWING_MILLISECONDS)
      expect(await readVerdict(page)).toMatchObject({ outcome: 'accepted' })
    }))

  test('takes a printed code where the policy does, and tells what else a code is', () =>
    atCounter(counter, async (staff) => {
      const { page } = staff
      const paths = [['name_th'], ['given_name'], ['family_name'], ['document_number'], ['address'], ['portrait']]
      const printed = framesOf({ kind: 'printed', presentation: disclose(card, paths) })
      await staff.choose('age-20')
      await rm(counter.film, { force: true })
      await staff.press('Scan the answer')
      // Without a film there is no camera, and the other ways are open.
      await page.getByRole('alert').filter({ hasText: 'No camera was found' }).waitFor()
      const paste = async (text: string) => {
        await page.getByLabel('Paste the text of the code').fill(text)
        await staff.press('Use this text')
      }
      await paste('https://elsewhere.example/')
      await page.getByRole('alert').filter({ hasText: 'This is not a code of Bai' }).waitFor()
      await paste(printed.frame(0))
      await page.getByText(`1 of ${printed.count} parts`).waitFor()
      await paste([...Array(printed.count).keys()].map((index) => printed.frame(index)).join('\n'))
      expect(await readVerdict(page)).toMatchObject({
        outcome: 'rejected',
        banner: expect.stringContaining('shown in this way'),
      })
      await staff.press('Next')
      await staff.press('Another checkpoint')
      await staff.choose('hotel-check-in')
      const shown = await staff.scan(printed)
      expect(shown.outcome).toBe('accepted')
      expect(shown.text).toContain('Printed: nothing proves whose it is')
    }))

  test('decides nothing on data that has expired, warns of data that is old, and refuses what is older', () =>
    atCounter(counter, async (staff) => {
      const { page } = staff
      const older = await signTestBundle(sequence - 1)
      counter.bundle = await signTestBundle(++sequence, { made: -7200, next: -3600, expires: 3600 })
      await staff.updateData(sequence)
      await page.getByRole('button', { name: /getting old/ }).waitFor()
      await staff.choose('age-20')
      const stale = await staff.scan(await answer(await staff.readRequest(), card))
      expect(stale).toMatchObject({
        outcome: 'accepted',
        text: expect.stringContaining('The data of this device is getting old'),
      })
      await staff.press('Next')

      counter.bundle = await signTestBundle(++sequence, { made: -7200, next: -3600, expires: -1800 })
      await staff.updateData(sequence)
      const expired = await staff.scan(await answer(await staff.readRequest(), card))
      expect(expired).toMatchObject({ outcome: 'undecided', banner: expect.stringContaining('has expired') })
      expect(expired.text).not.toContain('Aged 20 or over')

      await page.getByRole('button', { name: /expired/ }).click()
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'old.jws', mimeType: 'text/plain', buffer: Buffer.from(older) })
      await page.getByRole('status').filter({ hasText: 'older than the data in use' }).waitFor()
      const newer = await signTestBundle(++sequence)
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'new.jws', mimeType: 'text/plain', buffer: Buffer.from(newer) })
      await page.getByRole('button', { name: /current/ }).waitFor()
      counter.bundle = newer
    }))
})

const DRAWING_MILLISECONDS = 200

/** A slow device: what is to be drawn comes late, by the channel that React hands itself work through; the camera goes on. */
async function drawLate(page: Page): Promise<void> {
  await page.addInitScript((milliseconds) => {
    globalThis.MessageChannel = class extends MessageChannel {
      constructor() {
        super()
        const post = this.port2.postMessage.bind(this.port2)
        this.port2.postMessage = (message: unknown) => void setTimeout(post, milliseconds, message)
      }
    }
  }, DRAWING_MILLISECONDS)
  await page.reload()
}
