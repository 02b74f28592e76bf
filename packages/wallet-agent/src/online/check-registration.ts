import type { BilingualText, Bundle, ClaimsPathPointer } from '@bai/credential'
import type { OnlineRequest } from './online-request.ts'

/** What the bundle knows of whoever asks. */
export type Registration =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'registered'
      readonly name: BilingualText
      readonly purpose: BilingualText
      /** Asked for without being registered for it (ARF 3.0, RPRC_21). */
      readonly exceeding: readonly ClaimsPathPointer[]
    }

/** Compares what is asked for with what the verifier is registered for. Only SD-JWT VCs are registered so far. */
export function checkRegistration(
  { client_id, dcql_query }: Pick<OnlineRequest, 'client_id' | 'dcql_query'>,
  bundle: Pick<Bundle, 'verifiers'> | undefined,
): Registration {
  const registered = bundle?.verifiers.get(client_id)
  if (registered === undefined) return { kind: 'unknown' }
  const exceeding = dcql_query.credentials.flatMap((query) => {
    const types = query.format === 'dc+sd-jwt' ? query.meta.vct_values : query.meta.type_values.flat()
    const allowed = registered.claims.filter(({ vct }) => types.includes(vct)).map(({ path }) => path)
    return (query.claims ?? []).map(({ path }) => path).filter((path) => !allowed.some((may) => covers(may, path)))
  })
  return { kind: 'registered', name: registered.name, purpose: registered.purpose, exceeding }
}

/** A claim is covered by its own path and by that of what it stands in. */
function covers(allowed: ClaimsPathPointer, asked: ClaimsPathPointer): boolean {
  return allowed.length <= asked.length && allowed.every((step, i) => step === asked[i] || step === null)
}
