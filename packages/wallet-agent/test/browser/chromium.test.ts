// Stores and lock of the wallet in the browser, in a real one. What runs there: store-checks.ts and lock-checks.ts.
import { existsSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Contract } from '../contract/contract.ts'
import { credentialStoreContract } from '../contract/credential-store.ts'
import { historyStoreContract } from '../contract/history-store.ts'
import { keyStoreContract } from '../contract/key-store.ts'
import { waitingStoreContract } from '../contract/waiting-store.ts'
import { entryOf, holdingOf } from '../support/records.ts'
import type { Checks } from './entry.ts'
import { type OpenedBrowser, type OpenedPage, openBrowser } from './open-browser.ts'

declare global {
  var checks: Checks
  var grow: () => Promise<void>
  var leave: () => Promise<void>
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
if (CHROMIUM === undefined) console.warn('The stores of the browser are not tested: Chromium is not installed.')

describe.skipIf(CHROMIUM === undefined)('in Chromium', () => {
  let browser: OpenedBrowser
  let opened: OpenedPage
  beforeAll(async () => {
    browser = await openBrowser(CHROMIUM!)
    opened = await browser.open()
  })
  afterAll(() => browser?.close())
  afterEach(() => expect(browser.faults).toEqual([]))

  const CONTRACTS: Readonly<Record<keyof Checks['contracts'], Contract<never>>> = {
    keys: keyStoreContract,
    credentials: credentialStoreContract,
    history: historyStoreContract,
    waiting: waitingStoreContract,
  }
  for (const port of Object.keys(CONTRACTS) as (keyof typeof CONTRACTS)[])
    test.each(CONTRACTS[port].map(({ name, expected }, i) => [name, i, expected] as const))(
      `${port}: %s`,
      async (_name, i, expected) => {
        const run = ([of, index]: readonly [typeof port, number]) => globalThis.checks.contracts[of](index)
        expect(await opened.page.evaluate(run, [port, i] as const)).toEqual(expected)
      },
    )

  test('a key does not leave the browser in any form', async () => {
    const outcome = await opened.page.evaluate(() => globalThis.checks.exportPrivateKey())
    expect(outcome).toEqual(['InvalidAccessError', 'InvalidAccessError'])
  })

  test('nothing of a document, an entry or a code can be read in the database; ids stand there', async () => {
    const outcome = await opened.page.evaluate(() => globalThis.checks.searchForPlaintext())
    expect(outcome).toEqual({ found: [], idsFound: 3 })
  })

  test('a record that was moved to another id or store, or changed, does not open', async () => {
    const outcome = await opened.page.evaluate(() => globalThis.checks.tamper())
    expect(outcome).toEqual(['wallet_damaged', 'wallet_damaged', 'wallet_damaged', 'done'])
  })

  test('where there is no room, that is told, nothing has changed, and it goes on when there is', async () => {
    // The browser remembers how much room there was.
    const { page, devtools } = await browser.open()
    const limit = (quotaSize: number) =>
      devtools.send('Storage.overrideQuotaForOrigin', { origin: browser.origin, quotaSize })
    await page.exposeFunction('grow', () => limit(1_000_000_000))
    await limit(1_000_000)
    const outcome = await page.evaluate(() => globalThis.checks.fill(globalThis.grow))
    expect(outcome).toEqual({
      refused: ['storage_full', 'storage_full', 'storage_full', 'storage_full'],
      kept: [[holdingOf('a')], [entryOf('e')], 0],
      withRoom: 'done',
    })
  })

  const LOCK: readonly (readonly [
    string,
    'slowDown' | 'changePin' | 'exportLockKeys' | 'copyToAnotherDevice',
    unknown,
  ])[] = [
    [
      'wrong PINs slow down, a clock that is set back does not help, and the right one begins anew',
      'slowDown',
      [
        ...['wrong, 0', 'wrong, 0', 'wrong, 30'],
        ...['too_early, 30', 'too_early, 1', 'too_early, 30'],
        ...['wrong, 60', 'too_early, 1', 'opened', 'wrong, 0'],
      ],
    ],
    [
      'a PIN is changed by who knows it; the old one opens nothing then, and neither can be read',
      'changePin',
      ['wrong, 0', 'opened', 'wrong, 0', 'what is sealed', []],
    ],
    ['neither data key nor device key leaves the browser', 'exportLockKeys', Array(2).fill('InvalidAccessError')],
    ['the right PIN opens nothing without the key of this device', 'copyToAnotherDevice', 'wrong, 0'],
  ]
  test.each(LOCK)('%s', async (_name, check, expected) => {
    const run = async (name: typeof check): Promise<unknown> => globalThis.checks[name]()
    expect(await opened.page.evaluate(run, check)).toEqual(expected)
  })

  test('a passkey opens what the PIN opens, and only for its person', async () => {
    const { page, devtools } = opened
    const authenticatorId = await addAuthenticator({ hasPrf: true })
    await page.exposeFunction('leave', () =>
      devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false }),
    )
    const outcome = await page.evaluate(() => globalThis.checks.passkey(globalThis.leave))
    const [adding, opening] = [
      ['wrong, 0', 'pin', 'opened', 'pin_and_passkey'],
      ['what is sealed', 'opened', 'what is sealed', 'cancelled', 'pin'],
    ]
    expect(outcome).toEqual([...adding, ...opening])
    await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
  })

  test('a passkey without a secret of its own is not taken, and the PIN goes on opening', async () => {
    const authenticatorId = await addAuthenticator({ hasPrf: false })
    const outcome = await opened.page.evaluate(() => globalThis.checks.passkeyWithoutSecret())
    expect(outcome).toEqual(['unsupported', 'pin', 'what is sealed'])
    await opened.devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
  })

  /** A real authenticator of the browser's own, without a finger to be held on it. */
  async function addAuthenticator({ hasPrf }: { readonly hasPrf: boolean }): Promise<string> {
    await opened.devtools.send('WebAuthn.enable')
    const { authenticatorId } = await opened.devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
        hasPrf,
      },
    })
    return authenticatorId
  }
})
