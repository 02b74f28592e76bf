import { isJsonObject, type Json, numericDate, parseJsonObject, parseSdJwt, readStatusReference } from '@bai/credential'
import type { Derivation, DeskDecision, PresentedCredential } from '@bai/issuer'
import type { AgencyOptions } from '@bai/issuer/node'
import type { Verdict } from '@bai/verifier'
import { openPresentationDesk, type PresentationDeskOptions } from '@bai/verifier/node'

export type DerivationDeskOptions = PresentationDeskOptions & {
  readonly derivations: ReadonlyMap<string, Derivation>
}

/** The verifier as the issuer's derivations need it: policies are named after derivations, and verdicts come with their sources. */
export async function openDerivationDesk(options: DerivationDeskOptions): ReturnType<AgencyOptions['openDesk']> {
  const { derivations, bundle } = options
  const desk = await openPresentationDesk(options)
  return {
    deskRouter: desk.router,
    desk: {
      ask: async (derivationId, decided) => {
        const derivation = derivations.get(derivationId)
        const gives = derivation && {
          name: derivation.type.name,
          claims: derivation.claims.map(({ label }) => label),
        }
        return desk.ask(derivationId, {
          gives,
          onDecided: async (verdict, vpToken) => {
            const { issuers } = await bundle()
            return decided(decisionOf(verdict, vpToken, (issuer) => issuers.get(issuer)?.level))
          },
        })
      },
    },
  }
}

function decisionOf(
  { outcome, code, credentials }: Verdict,
  vpToken: Json | undefined,
  levelOf: (issuer: string) => PresentedCredential['level'],
): DeskDecision {
  return {
    outcome,
    code,
    credentials: credentials.map(({ queryId, vct, claims, issuer }) => ({
      ...{ queryId, vct, claims, issuer },
      level: levelOf(issuer.id),
      ...sourceOf(vpToken, queryId, issuer.id),
    })),
  }
}

/** Of what was accepted: where its status is found, and when it ends. It was verified, so it is read as it is. */
function sourceOf(
  vpToken: Json | undefined,
  queryId: string,
  issuer: string,
): Pick<PresentedCredential, 'status' | 'expiresAt'> {
  const presented = isJsonObject(vpToken) ? vpToken[queryId] : undefined
  const [presentation] = Array.isArray(presented) ? presented : [presented]
  if (typeof presentation !== 'string') return { status: undefined, expiresAt: undefined }
  const claims = parseJsonObject(parseSdJwt(presentation).jws.payload, 'payload')
  const status = readStatusReference(claims)
  const exp = numericDate(claims, 'exp')
  return {
    status: status && { issuer, ...status },
    expiresAt: exp === undefined ? undefined : new Date(exp * 1000),
  }
}
