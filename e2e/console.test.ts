import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { enrol, OTHER, PORTRAIT } from '../packages/issuer/test/support/enrol.ts'
import {
  accessToken,
  freshNonce,
  makeProof,
  postJson,
  requestCredential,
} from '../packages/issuer/test/support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import {
  OPERATOR_TOKEN,
  sameBytes,
  startTestIssuer,
  type TestIssuer,
} from '../packages/issuer/test/support/start-test-issuer.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const PAGES = ['reviews', 'citizens', 'life-events', 'statistics', 'audit', 'keys', 'operators']

describe.skipIf(CHROMIUM === undefined)('the console of operators', () => {
  let browser: Browser
  let issuer: TestIssuer
  let page: Page
  let auditor: string
  beforeAll(async () => {
    issuer = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })], {
      compareFaces: async (portrait, selfie) => ({ ...(await sameBytes(portrait, selfie)), decision: 'review' }),
    })
    const wish = { name: 'Auditor', role: 'auditor' }
    auditor = (await postJson(`${issuer.url}/operator/operators`, wish, OPERATOR_TOKEN)).body['token']
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    await issuer?.close()
  })
  beforeEach(async () => {
    page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
    return () => page.context().close()
  })

  async function signIn(token: string) {
    await page.goto(`${issuer.url}/console?lang=en`)
    await page.getByLabel('Operator token').fill(token)
    await page.keyboard.press('Enter')
  }

  test('lets nobody in without a token, and says so', async () => {
    await signIn('wrong')
    await page.getByRole('alert').filter({ hasText: 'This token is wrong' }).waitFor()
    await page.goto(`${issuer.url}/console/citizens?lang=en`)
    expect(await page.getByLabel('Operator token').count()).toBe(1)
  })

  test('a review shows both portraits side by side, is decided by keyboard, and then they are gone', async () => {
    const { body } = await enrol(issuer, {}, { selfie: OTHER })
    await signIn(OPERATOR_TOKEN)
    await page.getByRole('link', { name: /^Open/ }).click()
    const [register, selfie] = await page.getByRole('figure').all()
    expect(await register!.getByRole('img').getAttribute('src')).toContain(PORTRAIT.slice(0, 60))
    expect(await selfie!.getByRole('img').getAttribute('src')).toContain(OTHER.slice(0, 60))
    const boxes = [await register!.boundingBox(), await selfie!.boundingBox()]
    expect(boxes[0]!.y).toBe(boxes[1]!.y)
    await page.getByLabel('Reason').focus()
    await page.keyboard.type('the same person')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'Done.' }).waitFor()
    expect(await page.getByRole('img').count()).toBe(0)
    expect(await issuer.db.selectFrom('review_picture').selectAll().execute()).toEqual([])
    const row = issuer.db.selectFrom('enrolment').select('outcome').where('id', '=', body['enrolment_id'])
    expect((await row.executeTakeFirstOrThrow()).outcome).toBe('approved')
  })

  test('a citizen is found and their credential revoked, and the page shows it', async () => {
    const token = await accessToken(issuer, NUMBERS.head, { types: ['id-card'] })
    await requestCredential(issuer, token, { proofs: { jwt: [await makeProof(issuer, await freshNonce(issuer))] } })
    await signIn(OPERATOR_TOKEN)
    await page.getByRole('link', { name: 'Citizens' }).click()
    await page.getByLabel('Citizen number').fill(NUMBERS.head)
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('heading', { name: 'สมชาย' }).waitFor()
    const revoke = page.getByRole('region', { name: 'Revoke' })
    await revoke.getByLabel('National ID card').check()
    await revoke.getByLabel('Reason').fill('lost')
    await revoke.getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('cell', { name: 'revoked' }).waitFor()
    // The number is in no address.
    expect(page.url()).not.toContain(NUMBERS.head)
  })

  test('a form from elsewhere, and a role that does not cover it, do nothing', async () => {
    await signIn(auditor)
    await page.getByRole('heading', { name: 'Statistics' }).waitFor()
    const menu = await page.getByRole('navigation').getByRole('link').allTextContents()
    expect(menu).toEqual(['Statistics', 'Audit log', 'Signing keys', 'Operators'])
    await page.goto(`${issuer.url}/console/citizens?lang=en`)
    await page.getByRole('alert').filter({ hasText: 'Your role does not cover this page' }).waitFor()
    await page.goto(`${issuer.url}/console/operators?lang=en`)
    await page.getByLabel('Name').fill('Another')
    await page.getByRole('button', { name: 'Make an operator' }).click()
    await page.getByRole('alert').filter({ hasText: 'Your role does not cover this' }).waitFor()
    await page.evaluate(() => {
      for (const field of document.querySelectorAll('[name=form_token]')) field.setAttribute('value', 'x')
    })
    await page.getByLabel('Name').fill('Another')
    await page.getByRole('button', { name: 'Make an operator' }).click()
    await page.getByRole('alert').filter({ hasText: 'This form is too old' }).waitFor()
    const names = await issuer.db.selectFrom('operator').select('name').execute()
    expect(names).toEqual([{ name: 'Auditor' }])
  })

  test('life events that are wrong are told by line, and kept in the form', async () => {
    await signIn(OPERATOR_TOKEN)
    await page.getByRole('link', { name: 'Life events' }).click()
    await page.getByLabel('Events').fill('{"kind":"life_event"}')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('cell', { name: '1', exact: true }).first().waitFor()
    expect(await page.getByLabel('Events').inputValue()).toBe('{"kind":"life_event"}')
  })

  test('a review that there is not is told, and is no fault', async () => {
    await signIn(OPERATOR_TOKEN)
    await page.getByRole('navigation').waitFor()
    await page.goto(`${issuer.url}/console/reviews/none?lang=en`)
    await page.getByRole('alert').filter({ hasText: 'There is no enrolment of this id' }).waitFor()
    const form = await page.locator('[name=form_token]').first().inputValue()
    const sent = await page.request.post(`${issuer.url}/console/reviews/none`, {
      form: { form_token: form, decision: 'approve', reason: 'a test' },
    })
    expect(sent.status()).toBe(404)
    expect(issuer.reported).toEqual([])
  })

  test('every page has one heading and no field without a label, and fits a phone, in both languages', async () => {
    await signIn(OPERATOR_TOKEN)
    await page.getByRole('navigation').waitFor()
    for (const language of ['th', 'en']) {
      for (const name of PAGES) {
        await page.goto(`${issuer.url}/console/${name}?lang=${language}`)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        expect(await page.locator('h1').count()).toBe(1)
        const unlabelled = await page.evaluate(
          () =>
            [...document.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), select, textarea')].filter(
              ({ labels }) => (labels?.length ?? 0) === 0,
            ).length,
        )
        expect(unlabelled, name).toBe(0)
        expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(390)
      }
    }
    expect(issuer.reported).toEqual([])
  })
})
