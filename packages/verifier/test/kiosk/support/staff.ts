import type { Frames, PresentationRequest } from '@bai/credential'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { openScanned } from './counter.ts'
import { type FilmFaults, filmCodes } from './film.ts'
import { type Counter, scanScreen } from './open-counter.ts'

/** What somebody at the counter does, in English; and what they see. */
export type Staff = {
  readonly page: Page
  /** Errors of the page and of its console: what a content security policy refuses is among them. */
  readonly problems: readonly string[]
  press(name: string): Promise<void>
  choose(policy: string): Promise<void>
  /** What a wallet makes of the code on the screen. */
  readRequest(): Promise<PresentationRequest>
  /** Holds codes to the camera and scans. @param indices of frames, in their order; left out: each once */
  scan(frames: Frames, options?: FilmFaults & { readonly indices?: readonly number[] }): Promise<Shown>
  /** Fetches the publisher's bundle, and waits until the bar shows this sequence number. */
  updateData(sequence: number): Promise<void>
}

/** A verdict as it is seen. */
export type Shown = { readonly outcome: string; readonly banner: string; readonly text: string }

/** Works in a browser that has kept nothing from before, and sees at the end that the page had no fault. */
export async function atCounter(counter: Counter, work: (staff: Staff) => Promise<void>, viewport?: Viewport) {
  const staff = await openStaff(counter, viewport)
  await work(staff)
  expect(staff.problems).toEqual([])
  await staff.page.context().close()
}

async function openStaff(counter: Counter, viewport: Viewport = { width: 1280, height: 800 }): Promise<Staff> {
  const page = await (await counter.browser.newContext({ viewport })).newPage()
  const problems: string[] = []
  page.on('pageerror', ({ message }) => problems.push(message))
  page.on('console', (message) => {
    // That a network is not there is no fault of the page.
    if (message.type() === 'error' && !/ERR_CONNECTION_REFUSED|status of 503/.test(message.text()))
      problems.push(message.text())
  })
  await page.goto(counter.url)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  await press('English')
  return {
    page,
    problems,
    press,
    choose: (policy) => page.locator(`#start-${policy}`).click(),
    readRequest: async () => openScanned(await scanScreen(page)),
    scan: async (frames, { indices = [...Array(frames.count).keys()], ...faults } = {}) => {
      await filmCodes(
        counter.film,
        indices.map((index) => frames.frame(index)),
        faults,
      )
      const button = page.getByRole('button', { name: /^Scan the answer$/ })
      if (await button.isVisible()) await button.click()
      return readVerdict(page)
    },
    updateData: async (sequence) => {
      const bar = page.getByRole('button', { name: /^. ?Data|^Data/ })
      await bar.click()
      await press('Update now')
      await bar.filter({ hasText: `no. ${sequence}` }).waitFor()
      await bar.click()
    },
  }
}

type Viewport = { readonly width: number; readonly height: number }

export async function readVerdict(page: Page): Promise<Shown> {
  const verdict = page.locator('.verdict')
  await verdict.waitFor()
  return verdict.evaluate((element) => ({
    outcome: element.className.replace('verdict ', ''),
    banner: element.querySelector('[role=alert]')?.textContent ?? '',
    text: element.textContent ?? '',
  }))
}

/** Everything that the browser keeps for this page, as one text. */
export function readStorage(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const texts = [
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      JSON.stringify(history.state),
    ]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store).getAll()
        await new Promise((resolve) => {
          reading.onsuccess = resolve
        })
        texts.push(JSON.stringify(reading.result))
      }
      database.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        texts.push(request.url, (await (await cache.match(request))?.text()) ?? '')
      }
    }
    return texts.join('\n')
  })
}
