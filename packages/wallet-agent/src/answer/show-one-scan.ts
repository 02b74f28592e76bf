import type { OfflineMessage } from '@bai/credential'
import { WalletError } from '../errors.ts'
import type { LoggedWallet } from '../history/record.ts'
import { ONE_SCAN_PREFIX, planOneScan } from '../offline/plan-one-scan.ts'
import { type AnswerableRequest, type PresentationPlan, presentCredentials } from '../present-credentials.ts'
import { recordPresented } from './agree.ts'
import { verifierParty } from './verifier-party.ts'

/** A code that can be shown without being asked, and what it would tell. */
export type OneScan = {
  readonly verifierClass: string
  readonly plan: PresentationPlan<AnswerableRequest>
}

/** @throws WalletError `verifier_unknown`, `credential_not_held` */
export async function prepareOneScan(verifierClass: string, wallet: LoggedWallet): Promise<OneScan> {
  const bundle = await wallet.openBundle?.()
  if (bundle === undefined) {
    const message = 'There is no bundle, so there is nobody to make a code out to.'
    throw new WalletError('verifier_unknown', message, { prefix: ONE_SCAN_PREFIX })
  }
  return { verifierClass, plan: await planOneScan(verifierClass, bundle, wallet) }
}

/**
 * Makes the code, which lives 30 seconds, and writes down that it was shown.
 *
 * @throws as `presentCredentials`
 */
export async function showOneScan({ verifierClass, plan }: OneScan, wallet: LoggedWallet): Promise<OfflineMessage> {
  const vpToken = await presentCredentials(plan, wallet)
  const id = ONE_SCAN_PREFIX + verifierClass
  const bundle = await wallet.openBundle?.()
  const party = verifierParty({ id, name: { th: verifierClass, en: verifierClass } }, bundle)
  const purpose = bundle?.verifiers.get(id)?.purpose
  await recordPresented({ manner: 'one-scan', asker: { party, purpose }, plan }, wallet)
  return { kind: 'one-scan', vpToken }
}
