import { WalletError } from '../errors.ts'
import { type Deferral, findHolding, type Holding } from '../holding.ts'
import type { WalletDependencies } from '../ports.ts'
import type { Access } from './access.ts'
import { malformedAnswer } from './answered.ts'
import { callIssuer } from './call-issuer.ts'
import { checkCopies } from './check-copies.ts'
import { reported } from './collect-holdings.ts'
import { resolveIssuer } from './read-offer.ts'
import { refreshAccess } from './refresh-access.ts'
import { type Delivery, readDelivery } from './request-copies.ts'

/**
 * Asks the issuer once for what it owes (OpenID4VCI 1.0, section 9), and not before the time that it set. What it gives is
 * checked as what is received at once; where it still owes, the time to ask again is kept.
 *
 * @returns the holding as it is now: with `deferral` while it is owed
 * @throws WalletError `holding_unknown`, `not_deferred`, `issuer_refused` (`credential_request_denied` for good), and as
 *   `receiveCredentials`; the holding stays as it is then
 */
export async function fetchDeferred(holdingId: string, dependencies: WalletDependencies): Promise<Holding> {
  const holding = findHolding(await dependencies.credentials.list(), holdingId)
  const { deferral } = holding
  if (deferral === undefined) throw new WalletError('not_deferred', 'The issuer does not owe this credential.', {})
  if (dependencies.now() < new Date(deferral.askAgainAt)) return holding
  const { delivery, access } = await askAgain(holding, deferral, dependencies)
  return reported(access, dependencies, async (announce) => {
    announce(delivery)
    if ('transactionId' in delivery) return postpone(holding, delivery, dependencies)
    return settle(holding, deferral, delivery.credentials, dependencies)
  })
}

/** With the token of the request; with a new one where that has ended and there is a way to get one. */
async function askAgain(
  holding: Holding,
  deferral: Deferral,
  dependencies: WalletDependencies,
): Promise<{ readonly delivery: Delivery; readonly access: Access }> {
  const access = await accessOf(holding, deferral, dependencies)
  try {
    return { delivery: await ask(deferral, access, dependencies), access }
  } catch (error) {
    const ended = error instanceof WalletError && 'status' in error.details && error.details.status === 401
    if (!ended || holding.grant === undefined) throw error
    const refreshed = await refreshAccess(holding, dependencies)
    return { delivery: await ask(deferral, refreshed, dependencies), access: refreshed }
  }
}

async function ask({ transactionId }: Deferral, access: Access, dependencies: WalletDependencies): Promise<Delivery> {
  const url = access.issuerMetadata.credentialIssuer.deferred_credential_endpoint
  const message = { transaction_id: transactionId }
  const delivery = readDelivery(await callIssuer({ url, access, message }, dependencies))
  // Section 9.2: the same transaction, or what it was for.
  if ('transactionId' in delivery && delivery.transactionId !== transactionId) throw malformedAnswer('transaction_id')
  return delivery
}

async function accessOf(
  { issuer }: Holding,
  { authorizationServer, accessToken, clientId, dpopKeyId }: Deferral,
  dependencies: WalletDependencies,
): Promise<Access> {
  const key = dpopKeyId === undefined ? undefined : await dependencies.keys.findKey(dpopKeyId)
  return {
    issuerMetadata: await resolveIssuer(issuer, dependencies),
    authorizationServer,
    clientId,
    accessToken,
    dpop: key && { key, nonce: undefined },
    refreshToken: undefined,
    identifiers: new Map(),
  }
}

function postpone(
  { id }: Holding,
  { intervalSeconds }: Extract<Delivery, { readonly transactionId: string }>,
  { credentials, now }: WalletDependencies,
): Promise<Holding> {
  const askAgainAt = new Date(now().getTime() + intervalSeconds * 1000).toISOString()
  return credentials.update(id, ({ deferral, ...rest }) => ({
    ...rest,
    deferral: deferral && { ...deferral, askAgainAt },
  }))
}

async function settle(
  { id, issuer, configurationId, vct }: Holding,
  { keyIds }: Deferral,
  received: readonly string[],
  dependencies: WalletDependencies,
): Promise<Holding> {
  const keys = await Promise.all(keyIds.map((keyId) => dependencies.keys.findKey(keyId)))
  const copies = await checkCopies(received, { issuer, configurationId, vct, keys }, dependencies)
  const settled = await dependencies.credentials.update(id, ({ deferral: _, ...rest }) => ({ ...rest, copies }))
  const unneeded = keyIds.filter((keyId) => !copies.some((copy) => copy.keyId === keyId))
  await dependencies.keys.removeKeys(unneeded).catch(() => {})
  return settled
}
