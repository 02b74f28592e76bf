import type { Access } from '../authorization-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { announce, type IssuedCredentials, isUnderReview } from './issue-credentials.ts'
import { makeCredentials } from './make-credentials.ts'

/**
 * Asks again for credentials that were deferred (OpenID4VCI 1.0, section 9): the same transaction while a registrar has
 * not decided, the credentials once they have. They are given once.
 *
 * @throws IssuerError `transaction_unknown`, `enrolment_not_approved`, `credential_limit_reached`, `citizen_unknown`,
 *   `citizen_not_eligible`
 */
export async function fetchDeferredCredentials(
  { access, transactionId }: { readonly access: Access; readonly transactionId: string },
  dependencies: IssuerDependencies,
): Promise<IssuedCredentials> {
  const { deferredIssuances, configuration, secrets, now } = dependencies
  const { grant, tokenHash } = access
  const transactionHash = secrets.tokenHash(transactionId)
  const deferred = await deferredIssuances.find(transactionHash, now())
  if (deferred === undefined || deferred.grantId !== grant.id) throw unknown()
  if (await isUnderReview(grant.enrolmentId, dependencies))
    return { transactionId, intervalSeconds: configuration.deferralIntervalSeconds }
  if (!(await deferredIssuances.take(transactionHash, now()))) throw unknown()
  const { configurationId, keys } = deferred
  const input = { grant, accessTokenHash: tokenHash, configurationId, keys }
  const credentials = await makeCredentials(input, dependencies).catch(async (error: unknown) => {
    // What failed on our side is still owed.
    if (!(error instanceof IssuerError)) await deferredIssuances.giveBack(transactionHash)
    throw error
  })
  return { credentials, notificationId: await announce(grant.id, configurationId, dependencies) }
}

function unknown(): IssuerError<'transaction_unknown'> {
  return new IssuerError('transaction_unknown', 'This transaction is unknown, has expired, or was answered before.', {})
}
