import { type JsonObject, signJws } from '@bai/credential'
import * as z from 'zod'
import { WalletError } from './errors.ts'
import { type LoggedWallet, record } from './history/record.ts'
import { findHolding, nextCopy } from './holding.ts'
import { issuerParty } from './issuer-party.ts'
import { resolveIssuer } from './receive/read-offer.ts'

/** `typ` of what a holder signs to revoke. */
const REVOCATION_TYP = 'bai-revocation+jwt'
const EndpointsSchema = z.looseObject({ credential_revocation_endpoint: z.url(), nonce_endpoint: z.url() })
const NonceSchema = z.looseObject({ c_nonce: z.string().min(1).max(1_000) })

/**
 * Has the issuer revoke every copy of a credential, proven by the key of one of them (docs/register.md, revocation by the
 * holder; ARF 3.0, VCR_07a). There is no way back. The credential stays in the wallet, to be seen as revoked.
 *
 * @throws WalletError `holding_unknown`, `credential_not_held`, `issuer_refused`, `issuer_answer_malformed` also for an
 *   issuer that offers no revocation; CredentialError
 */
export async function revokeHolding(holdingId: string, wallet: LoggedWallet): Promise<void> {
  const holding = findHolding(await wallet.credentials.list(), holdingId)
  const copy = nextCopy(holding, wallet.now())
  if (copy === undefined) {
    const message = 'There is no copy of this credential that could be revoked.'
    throw new WalletError('credential_not_held', message, { queryId: holding.configurationId })
  }
  const { credentialIssuer } = await resolveIssuer(holding.issuer, wallet)
  const endpoints = parse(EndpointsSchema, credentialIssuer, 'credential_revocation_endpoint')
  const nonce = parse(NonceSchema, await post(endpoints.nonce_endpoint, undefined, wallet), 'c_nonce').c_nonce
  const { publicJwk, signer } = await wallet.keys.findKey(copy.keyId)
  const claims: JsonObject = {
    aud: holding.issuer,
    iat: Math.floor(wallet.now().getTime() / 1000),
    nonce,
    all: true,
  }
  const proof = await signJws({ typ: REVOCATION_TYP, jwk: publicJwk as JsonObject }, claims, signer)
  await post(endpoints.credential_revocation_endpoint, { proof }, wallet)
  const party = issuerParty(holding.issuer, await wallet.openBundle?.())
  await record({ kind: 'revoked', party, credentials: [{ vct: holding.vct, claims: [] }] }, wallet)
}

async function post(url: string, message: object | undefined, { fetch }: LoggedWallet): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    ...(message !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    }),
  })
  const { status } = response
  if (response.ok) return response.json().catch(() => undefined)
  const why = `The issuer did not revoke the credential (${status}).`
  throw new WalletError('issuer_refused', why, { error: 'revocation_refused', status })
}

function parse<T>(schema: z.ZodType<T>, value: unknown, reason: string): T {
  const { data } = schema.safeParse(value)
  if (data !== undefined) return data
  throw new WalletError('issuer_answer_malformed', `The issuer's answer has no ${reason}.`, { reason })
}
