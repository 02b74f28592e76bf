import type { OfflineMessage } from '@bai/credential'
import type { HolderChoice } from '../choose-claims.ts'
import { type LoggedWallet, record } from '../history/record.ts'
import { sendAnswer } from '../online/send-answer.ts'
import {
  type AnswerableRequest,
  type PresentationPlan,
  planAnswer,
  presentCredentials,
} from '../present-credentials.ts'
import type { AskedRequest, Asker } from './asked-request.ts'
import { goodReceipt } from './good-receipt.ts'

/** What became of an answer: it was sent, or it is to be shown as a code. */
export type Answered =
  | {
      readonly kind: 'sent'
      readonly redirectUri: string | undefined
      /** What the verifier signed, if it is good. */
      readonly receipt: string | undefined
    }
  | { readonly kind: 'code'; readonly message: OfflineMessage }

/** Plans the answer to a request that was opened. @throws as `planAnswer` */
export function planFor({ request }: AskedRequest, choice: HolderChoice, wallet: LoggedWallet) {
  return planAnswer<AnswerableRequest>(request, choice, wallet)
}

/**
 * Answers as the holder agreed to. It is written down before anything leaves, for what has left cannot be taken back; a
 * verifier that cannot be reached may still have it.
 *
 * @throws WalletError `holder_key_missing`, `holding_unknown`, `copy_used`, `verifier_refused`; CredentialError
 */
export async function agree(
  asked: AskedRequest,
  plan: PresentationPlan<AnswerableRequest>,
  wallet: LoggedWallet,
): Promise<Answered> {
  const vpToken = await presentCredentials(plan, wallet)
  const { manner, asker } = asked
  const entry = await recordPresented({ manner, asker, plan }, wallet)
  if (asked.manner === 'two-scan') return { kind: 'code', message: { kind: 'answer', vpToken } }
  const sent = await sendAnswer(asked.request, vpToken, wallet)
  const receipt = await goodReceipt(sent.receipt, asked, wallet)
  await wallet.history.put({ ...entry, delivered: true, ...(receipt !== undefined && { receipt }) })
  return { kind: 'sent', redirectUri: sent.redirectUri, receipt }
}

type Presented = {
  readonly manner: 'online' | 'two-scan' | 'one-scan'
  readonly asker: Pick<Asker, 'party' | 'purpose'>
  readonly plan: Pick<PresentationPlan<AnswerableRequest>, 'credentials'>
}

/** Writes down what an answer shows, by names. */
export function recordPresented({ manner, asker, plan }: Presented, wallet: LoggedWallet) {
  const { party, purpose } = asker
  return record(
    {
      kind: 'presented',
      manner,
      party,
      ...(purpose !== undefined && { purpose }),
      credentials: plan.credentials.map(({ stored, disclosed }) => ({
        vct: stored.vct,
        claims: disclosed.map((path) => path.join('.')),
      })),
      ...(manner === 'online' && { delivered: false }),
    },
    wallet,
  )
}
