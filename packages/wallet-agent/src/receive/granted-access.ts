import * as z from 'zod'
import { WalletError } from '../errors.ts'
import type { Holding } from '../holding.ts'
import type { WalletDependencies } from '../ports.ts'
import { type Access, redeem } from './access.ts'
import { collectHoldings } from './collect-holdings.ts'
import { resolveIssuer } from './read-offer.ts'

const text = z.string().min(1).max(20_000)

/**
 * What an issuer has granted and has not given yet. A code is for one use, so whoever is cut off after it was used goes on
 * from here. It holds secrets, and can be stored as JSON.
 */
export const GrantedAccessSchema = z.strictObject({
  issuer: text,
  configurationIds: z.array(text).min(1).max(100).readonly(),
  copies: z.number().int().min(1).max(100),
  authorizationServer: text,
  clientId: text.optional(),
  accessToken: text,
  refreshToken: text.optional(),
  dpopKeyId: text.optional(),
  /** By configuration, as in `Access`. */
  identifiers: z.record(text, text),
})
export type GrantedAccess = Readonly<z.infer<typeof GrantedAccessSchema>>

/** Told what was granted, before anything is asked for with it; keeps it until everything was received. */
export type OnGranted = (granted: GrantedAccess) => Promise<void>

export function describeGrantedAccess(
  { issuerMetadata, authorizationServer, clientId, accessToken, refreshToken, dpop, identifiers }: Access,
  { configurationIds, copies }: Pick<GrantedAccess, 'configurationIds' | 'copies'>,
): GrantedAccess {
  return {
    issuer: issuerMetadata.credentialIssuer.credential_issuer,
    configurationIds,
    copies,
    authorizationServer,
    ...(clientId !== undefined && { clientId }),
    accessToken,
    ...(refreshToken !== undefined && { refreshToken }),
    ...(dpop !== undefined && { dpopKeyId: dpop.key.id }),
    identifiers: Object.fromEntries(identifiers),
  }
}

/**
 * Goes on with what was granted: with its token, and with a new one where that has ended and there is a way to get one.
 *
 * @throws as `receiveCredentials`, and WalletError `holder_key_missing`; nothing is stored then
 */
export async function collectGranted(
  granted: GrantedAccess,
  dependencies: WalletDependencies,
): Promise<readonly Holding[]> {
  const { configurationIds, copies, refreshToken } = granted
  const access = await accessOf(granted, dependencies)
  try {
    return await collectHoldings({ access, configurationIds, copies }, dependencies)
  } catch (error) {
    const ended = error instanceof WalletError && 'status' in error.details && error.details.status === 401
    if (!ended || refreshToken === undefined) throw error
    const { dpop, ...client } = access
    const refreshed = await redeem({ refreshToken }, { ...client, dpopKey: dpop?.key }, dependencies)
    return collectHoldings({ access: refreshed, configurationIds, copies }, dependencies)
  }
}

async function accessOf(granted: GrantedAccess, dependencies: WalletDependencies): Promise<Access> {
  const { issuer, authorizationServer, clientId, accessToken, refreshToken, dpopKeyId, identifiers } = granted
  const key = dpopKeyId === undefined ? undefined : await dependencies.keys.findKey(dpopKeyId)
  return {
    issuerMetadata: await resolveIssuer(issuer, dependencies),
    authorizationServer,
    clientId,
    accessToken,
    refreshToken,
    dpop: key && { key, nonce: undefined },
    identifiers: new Map(Object.entries(identifiers)),
  }
}
