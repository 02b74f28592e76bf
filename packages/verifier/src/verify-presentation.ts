import {
  BAI_ALGORITHMS,
  type Bundle,
  CredentialError,
  type CredentialQuery,
  createDidResolver,
  keyOf,
  namesDidWeb,
  type Platform,
  type PresentationRequest,
  type PublicJwk,
  resolveDid,
  type TrustedIssuer,
  type UnverifiedIssuerHint,
  type VerifiedSdJwtVc,
  VpTokenSchema,
  verifySdJwtVc,
} from '@bai/credential'
import { checkAnswer, checkCredentialSets } from './check-answer.ts'
import { CHECK_CODES, type CheckCode } from './check-codes.ts'
import { checkBundleFreshness } from './check-freshness.ts'
import { checkIssuer } from './check-issuer.ts'
import { checkStatus } from './check-status.ts'
import { citizenClaims } from './citizen-claims.ts'
import { failed, passed } from './make-check.ts'
import type { Policy } from './policy.ts'
import { type Check, concludeVerdict, type SeenCredential, STAGES, type Verdict } from './verdict.ts'

export type VerificationContext = {
  /** The verifier's own request: its `nonce` and `client_id` are what the holder must have answered. */
  readonly request: PresentationRequest
  readonly bundle: Bundle
  readonly policy: Pick<Policy, 'max_age_seconds' | 'skew_seconds' | 'when_stale'>
  readonly now: Date
}

type VerifiedCredential = { readonly checks: readonly Check[]; readonly seen: SeenCredential | undefined }

/**
 * Decides on a presentation, from what is given and nothing else: no network, no clock, no state. This is the only place
 * where Bai decides; library, command line, HTTP and kiosk show the same verdict.
 *
 * @param vpToken the answer: presentations by the id of their credential query (OpenID4VP 1.0, section 8.1), unparsed
 * @returns a verdict, for every input: refusing is an answer, not an exception
 */
export async function verifyPresentation(
  vpToken: unknown,
  context: VerificationContext,
  platform: Platform,
): Promise<Verdict> {
  const checks: Check[] = []
  const seen: SeenCredential[] = []
  const answer = VpTokenSchema.safeParse(vpToken)
  if (answer.success) {
    for (const [queryId, presentations] of Object.entries(answer.data)) {
      const query = context.request.dcql_query.credentials.find(({ id }) => id === queryId)
      if (query === undefined || presentations.length !== 1) checks.push(failed('answer_not_requested'))
      else {
        const verified = await verifyOne(presentations[0]!, query, context, platform)
        checks.push(...verified.checks.map((check) => ({ ...check, queryId })))
        if (verified.seen) seen.push(verified.seen)
      }
    }
    checks.push(...checkCredentialSets(context.request.dcql_query, Object.keys(answer.data)))
  } else {
    checks.push(failed('answer_malformed'))
  }
  if (context.now.getTime() >= (context.request.exp + context.policy.skew_seconds) * 1000)
    checks.push(failed('request_expired'))
  checks.push(checkBundleFreshness(context))
  const { sequence, issuedAt, nextAt, expiresAt } = context.bundle
  return concludeVerdict(checks, seen, { sequence, issuedAt, nextAt, expiresAt })
}

async function verifyOne(
  presentation: string,
  query: CredentialQuery,
  context: VerificationContext,
  platform: Platform,
): Promise<VerifiedCredential> {
  const { bundle } = context
  const trust: { issuer?: TrustedIssuer | undefined } = {}
  try {
    const credential = await verifyCredential(presentation, context, platform, (hint) => {
      trust.issuer = findIssuer(hint, bundle)
      return trust.issuer?.keys.filter(({ kid }) => kid === hint.kid) ?? []
    })
    const { issuer } = trust
    if (issuer === undefined) return { checks: stoppedBy('issuer_not_trusted'), seen: undefined }
    return {
      checks: [
        passed('structure'),
        checkIssuer(credential, issuer, bundle),
        passed('signature'),
        passed('disclosures'),
        passed('validity'),
        passed('holder'),
        checkStatus(credential, issuer, context),
        checkAnswer(credential, query),
      ],
      seen: {
        queryId: query.id,
        vct: credential.vct,
        issuer: { id: issuer.id, name: issuer.name },
        claims: citizenClaims(credential.claims),
      },
    }
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    const unknownIssuer = error.code === 'key_not_found' && trust.issuer === undefined
    return { checks: stoppedBy(unknownIssuer ? 'issuer_not_trusted' : error.code), seen: undefined }
  }
}

/** The stages before the one that failed have passed; those after it were not reached. */
function stoppedBy(code: CheckCode): readonly Check[] {
  const { stage } = CHECK_CODES[code]
  return [...STAGES.slice(0, STAGES.indexOf(stage)).map((earlier) => passed(earlier)), failed(code)]
}

/** Structure, signature, digests, validity, key binding: the first failure ends it, before anything else is read. */
function verifyCredential(
  presentation: string,
  { request, policy, bundle, now }: VerificationContext,
  platform: Platform,
  findKeys: (hint: UnverifiedIssuerHint) => TrustedIssuer['keys'],
): Promise<VerifiedSdJwtVc> {
  const resolver = createDidResolver((did) => bundle.issuers.get(did)?.didDocument)
  return verifySdJwtVc(
    presentation,
    {
      now,
      skewSeconds: policy.skew_seconds,
      findKeys,
      algorithms: BAI_ALGORITHMS,
      keyBinding: {
        mode: 'required',
        nonce: request.nonce,
        audience: request.client_id,
        maxAgeSeconds: policy.max_age_seconds,
        algorithms: BAI_ALGORITHMS,
      },
      resolveHolderKey: (kid) => findHolderKey(kid, resolver),
    },
    platform,
  )
}

/** That the holder's key cannot be found must not be taken for a fault of the issuer's. */
async function findHolderKey(kid: string, resolver: ReturnType<typeof createDidResolver>): Promise<PublicJwk> {
  try {
    return keyOf(await resolveDid(resolver, kid), kid, 'authentication')
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause
    const message = 'The key that the credential names for its holder cannot be found offline.'
    throw new CredentialError('key_binding_key_missing', message, {}, { cause })
  }
}

/** The issuer that a presentation claims to be from, if the bundle trusts it. `iss` and `kid` must tell the same. */
function findIssuer({ iss, kid }: UnverifiedIssuerHint, bundle: Bundle): TrustedIssuer | undefined {
  const did = typeof kid === 'string' ? kid.split('#')[0] : undefined
  if (did === undefined || (iss !== undefined && !namesDidWeb(iss, did))) return undefined
  return bundle.issuers.get(did)
}
