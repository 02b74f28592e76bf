import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { NUMBERS } from '../../packages/issuer/test/support/register-lines.ts'
import { faultsOf } from '../../packages/verifier/test/kiosk/support/faults.ts'

export const PIN = '284915'
const PHONE = { width: 390, height: 844 }

/** What somebody does with their wallet, in English; and what they see. */
export type Citizen = {
  readonly page: Page
  /** Errors of the page and of its console: what a content security policy refuses is among them. */
  readonly problems: readonly string[]
  press(name: string | RegExp): Promise<void>
  /** A link within the screen; the menu has some of the same names. */
  follow(name: string | RegExp): Promise<void>
  /** Waits for the screen of this heading. */
  see(heading: string | RegExp): Promise<void>
  /** Sets the PIN of a new wallet. */
  start(): Promise<void>
  unlock(): Promise<void>
  /** Consent, factors and film of the head of the household. */
  enrol(): Promise<void>
  /** Brings a request or an offer, as a link does that was followed. */
  bring(address: string): Promise<void>
  /** Sees that nothing is wrong with the screen, in either language, at twice the text. */
  expectNoFaults(): Promise<void>
}

/** Refused by the network, or by an issuer that first names its nonce (RFC 9449, section 8): no fault of the page. */
const EXPECTED = /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of (400|401|403|422|503)/

export async function openCitizen(page: Page, url: string): Promise<Citizen> {
  const problems: string[] = []
  page.on('pageerror', ({ message }) => problems.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) problems.push(message.text())
  })
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
  const press = (name: string | RegExp) => button(name).click()
  const follow = (name: string | RegExp) =>
    page
      .locator('main')
      .getByRole('link', { name, exact: typeof name === 'string' })
      .click()
  const see = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
  const citizen: Citizen = {
    page,
    problems,
    press,
    follow,
    see,
    start: async () => {
      await page.goto(url)
      await press('Begin')
      await page.getByLabel('PIN, 6 digits').fill(PIN)
      await page.getByLabel('The same PIN again').fill(PIN)
      await press('Set the PIN')
      await see('My documents')
    },
    unlock: async () => {
      await page.getByLabel('PIN, 6 digits').fill(PIN)
      await press('Open')
    },
    enrol: async () => {
      await follow('Enrol with my face')
      await page.getByLabel('I have read this and agree').check()
      await press('Next')
      await page.getByLabel('Identification number, 13 digits').fill(NUMBERS.head)
      await page.getByLabel('Day').selectOption('14')
      await page.getByLabel('Month').selectOption('03')
      await page.getByLabel('Year (B.E.)').fill('2523')
      await page.getByLabel(/laser code/).fill('JT0-0000001-00')
      await press('Next')
      await press('Start filming')
    },
    bring: (address) => page.goto(`${url}#/open/${encodeURIComponent(address)}`).then(() => {}),
    expectNoFaults: async () => {
      for (const [name, language] of [
        ['ไทย', 'th'],
        ['English', 'en'],
      ] as const) {
        await press(name)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        expect(await faultsOf(page)).toEqual([])
      }
    },
  }
  return citizen
}

export const ON_A_PHONE = { viewport: PHONE, locale: 'en-GB' } as const
