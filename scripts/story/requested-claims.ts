import type { BundleVerifier, DcqlQuery } from '@bai/credential'

/** All that a query asks for, as a bundle registers it. */
export function requestedClaims({ credentials }: DcqlQuery): BundleVerifier['claims'] {
  return credentials.flatMap((query) =>
    query.format === 'dc+sd-jwt'
      ? (query.claims ?? []).flatMap(({ path }) => query.meta.vct_values.map((vct) => ({ vct, path })))
      : [],
  )
}
