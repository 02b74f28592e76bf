import { encodeBase64url } from '@bai/credential'
import type { Deferral, Holding } from '../holding.ts'
import type { HolderKey, WalletDependencies } from '../ports.ts'
import { type Access, refreshGrantOf } from './access.ts'
import { checkCopies } from './check-copies.ts'
import { notify } from './notify.ts'
import { configurationOf } from './read-offer.ts'
import { type Delivery, requestCopies } from './request-copies.ts'
import { withNewKeys } from './with-new-keys.ts'

export type Collection = {
  readonly access: Access
  readonly configurationIds: readonly string[]
  /** Of each credential, where the issuer gives so many. */
  readonly copies: number
}

/** How many copies are wanted where nobody says so. */
export const DEFAULT_COPIES = 10
const MAX_COPIES = 100
const ID_BYTES = 9

/**
 * Requests what an access token is for, each copy bound to a new key of its own, checks all of it, and only then stores all
 * of it. What the issuer owes is stored as owed.
 *
 * @throws as `requestCopies` and `checkCopies`; nothing is stored then
 */
export async function collectHoldings(
  { access, configurationIds, copies }: Collection,
  dependencies: WalletDependencies,
): Promise<readonly Holding[]> {
  const each = copiesAtOnce(access, copies)
  return withNewKeys(each * configurationIds.length, dependencies, async (keys) => {
    const value = await reported(access, dependencies, async (announce) => {
      const holdings: Holding[] = []
      for (const [i, configurationId] of configurationIds.entries()) {
        const own = keys.slice(i * each, (i + 1) * each)
        const delivery = await requestCopies({ access, configurationId, keys: own }, dependencies)
        announce(delivery)
        holdings.push(await toHolding(delivery, { access, configurationId, keys: own }, dependencies))
      }
      await dependencies.credentials.add(holdings)
      return holdings
    })
    return { value, keptKeyIds: value.flatMap(keyIdsOf) }
  })
}

/** @returns at most the size of the issuer's batches (OpenID4VCI 1.0, section 12.2.4) */
export function copiesAtOnce({ issuerMetadata }: Access, wanted: number): number {
  const batchSize = issuerMetadata.credentialIssuer.batch_credential_issuance?.batch_size ?? 1
  return Math.max(1, Math.min(wanted, batchSize, MAX_COPIES))
}

/** Does something with deliveries, and tells the issuer afterwards whether they were taken. */
export async function reported<T>(
  access: Access,
  dependencies: WalletDependencies,
  take: (announce: (delivery: Delivery) => void) => Promise<T>,
): Promise<T> {
  const ids: string[] = []
  const announce = (delivery: Delivery) => {
    if ('credentials' in delivery && delivery.notificationId !== undefined) ids.push(delivery.notificationId)
  }
  try {
    const taken = await take(announce)
    await notify('credential_accepted', ids, access, dependencies)
    return taken
  } catch (error) {
    await notify('credential_failure', ids, access, dependencies)
    throw error
  }
}

type Receipt = { readonly access: Access; readonly configurationId: string; readonly keys: readonly HolderKey[] }

async function toHolding(
  delivery: Delivery,
  { access, configurationId, keys }: Receipt,
  dependencies: WalletDependencies,
): Promise<Holding> {
  const { vct } = configurationOf(access.issuerMetadata, configurationId, dependencies)
  const issuer = access.issuerMetadata.credentialIssuer.credential_issuer
  const holding = {
    id: encodeBase64url(dependencies.randomBytes(ID_BYTES)),
    configurationId,
    vct,
    issuer,
    receivedAt: dependencies.now().toISOString(),
    grant: refreshGrantOf(access),
  }
  if ('transactionId' in delivery)
    return { ...holding, copies: [], deferral: deferralOf(delivery, { access, keys }, dependencies) }
  const expected = { issuer, configurationId, vct, keys }
  return { ...holding, copies: await checkCopies(delivery.credentials, expected, dependencies) }
}

function deferralOf(
  { transactionId, intervalSeconds }: Extract<Delivery, { readonly transactionId: string }>,
  { access, keys }: Pick<Receipt, 'access' | 'keys'>,
  { now }: WalletDependencies,
): Deferral {
  const { authorizationServer, accessToken, clientId, dpop } = access
  return {
    transactionId,
    keyIds: keys.map(({ id }) => id),
    askAgainAt: new Date(now().getTime() + intervalSeconds * 1000).toISOString(),
    authorizationServer,
    accessToken,
    clientId,
    dpopKeyId: dpop?.key.id,
  }
}

function keyIdsOf({ copies, deferral }: Holding): readonly string[] {
  return [...copies.map(({ keyId }) => keyId), ...(deferral?.keyIds ?? [])]
}
