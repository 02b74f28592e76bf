import type { Json } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath } from '@bai/credential/x509'
import { type MadeRequest, retain, type Verdict, verifyPresentation } from '../../src/index.ts'
import type { OnlineVerifierDependencies } from './online-verifier.ts'
import { openRecord, over } from './open-record.ts'
import { readWalletAnswer, type WalletAnswer } from './read-wallet-answer.ts'
import type { RequestRecord } from './request-store.ts'
import { signReceipt } from './sign-receipt.ts'

/** What the wallet is told: whatever was decided, the same. */
export type AnswerReceived = { readonly redirectUri: string | undefined; readonly receipt: string | undefined }

/**
 * Takes the wallet's answer and decides on it. Once: what is no answer leaves the request open, a few times over.
 *
 * @returns where the person goes on, on the same device, and a receipt for what came; section 8.2 of OpenID4VP 1.0 has the
 *   first, and lets wallets ignore the other
 * @throws OnlineError `request_unknown`, `request_over`, `response_undecipherable`, `state_mismatch`, `request_malformed`
 */
export async function receiveAnswer(
  handle: string,
  answer: WalletAnswer,
  dependencies: OnlineVerifierDependencies,
): Promise<AnswerReceived> {
  const { store, now, notify } = dependencies
  const record = openRecord(store.byHandle(handle), now())
  const members = await readWalletAnswer(record, answer).catch((error: unknown) => {
    record.failedAnswers++
    throw error
  })
  // Before anything is waited for: of two answers at once, one is decided on.
  if (record.isTaken) throw over()
  record.isTaken = true
  let received: Received
  let continued: string | undefined
  try {
    received = await receive(record, members, dependencies)
    if (received.outcome.status === 'answered')
      continued = await record.onDecided?.(received.outcome.verdict, members['vp_token'])
  } catch (fault) {
    // Nothing was decided: the person may answer again.
    record.isTaken = false
    throw fault
  }
  const { id } = record
  const { outcome, receipt } = received
  record.outcome = outcome
  notify(
    outcome.status === 'answered'
      ? { id, status: 'answered', outcome: outcome.verdict.outcome }
      : { id, status: 'refused' },
  )
  return { redirectUri: continued ?? continuation(record), receipt }
}

type Received = { readonly outcome: RequestRecord['outcome']; readonly receipt: string | undefined }

/** Who says no has given nothing, and gets no receipt. */
async function receive(
  record: RequestRecord,
  { error, vp_token: vpToken }: { readonly [name: string]: Json },
  dependencies: OnlineVerifierDependencies,
): Promise<Received> {
  if (error !== undefined) return { outcome: { status: 'refused', error: errorCodeOf(error) }, receipt: undefined }
  const answered = { request: requestOf(record), vpToken }
  const receipt = await signReceipt(record, answered, dependencies)
  return { outcome: { status: 'answered', verdict: await decide(record, answered, dependencies) }, receipt }
}

function requestOf({ policy, clientId: client_id, nonce, expiresAt, responseMode: response_mode }: RequestRecord) {
  const exp = Math.floor(expiresAt.getTime() / 1000)
  return { client_id, nonce, exp, response_mode, dcql_query: policy.dcql_query }
}

async function decide(
  { policy }: RequestRecord,
  { request, vpToken }: { readonly request: MadeRequest; readonly vpToken: Json | undefined },
  { bundle, now, store, trustedForDevelopment }: OnlineVerifierDependencies,
): Promise<Verdict> {
  const context = { request, policy, bundle: await bundle(), now: now(), verifyCertificates: verifyCertificatePath }
  const verdict = await verifyPresentation(
    vpToken,
    { ...context, ...(trustedForDevelopment && { trustedForDevelopment }) },
    nodePlatform,
  )
  const kept = retain(verdict, policy, now())
  if (kept) store.keep(kept)
  return verdict
}

function continuation({ redirectUri, responseCode }: RequestRecord): string | undefined {
  if (redirectUri === undefined || responseCode === undefined) return undefined
  const address = new URL(redirectUri)
  address.searchParams.set('response_code', responseCode)
  return address.href
}

/** What a wallet says went wrong is its own text; only what looks like a code is kept. */
function errorCodeOf(error: Json): string {
  return typeof error === 'string' && /^[a-z_]{1,60}$/.test(error) ? error : 'unknown_error'
}
