import { type Bundle, CredentialError, STATUS } from '@bai/credential'
import type { OpenSourceStatuses, SourceReference, SourceStatus, SourceStatuses } from '@bai/issuer'

/** What the bundle knows of sources. It is there already, for everybody the same: nobody is asked, and nobody learns. */
export function bundleSourceStatuses(bundle: () => Promise<Bundle>): OpenSourceStatuses {
  return async () => statusesOf(await bundle())
}

/** A list past its end, or a bundle past its own, still says who was revoked: that is final. */
export function statusesOf({ sequence, issuedAt, statusLists }: BundleStatuses): SourceStatuses {
  return {
    // A publisher that was set up anew begins to count anew.
    version: `${sequence} ${issuedAt.toISOString()}`,
    statusOf: (source) => statusOf(source, statusLists),
  }
}

type BundleStatuses = Pick<Bundle, 'sequence' | 'issuedAt' | 'statusLists'>

/** Only a list of the source's own issuer counts. */
function statusOf({ issuer, uri, index }: SourceReference, statusLists: Bundle['statusLists']): SourceStatus {
  const list = statusLists.get(issuer)?.get(uri)
  if (list === undefined) return 'unknown'
  try {
    const value = list.statusAt(index)
    if (value === STATUS.invalid) return 'revoked'
    return value === STATUS.valid ? 'valid' : 'suspended'
  } catch (error) {
    if (error instanceof CredentialError && error.code === 'status_index_out_of_range') return 'unknown'
    throw error
  }
}
