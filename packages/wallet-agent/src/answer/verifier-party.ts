import type { Bundle } from '@bai/credential'
import type { Party } from '../history/history-entry.ts'

type Told = Pick<Party, 'id' | 'name'> & { readonly privacyPolicyUri?: string | undefined }

/** A verifier as the log names it: what the bundle says of it goes before what it says of itself. */
export function verifierParty(
  { id, name, privacyPolicyUri }: Told,
  bundle: Pick<Bundle, 'verifiers'> | undefined,
): Party {
  const listed = bundle?.verifiers.get(id)
  const policy = listed?.privacy_policy_uri ?? privacyPolicyUri
  return {
    id,
    name: listed?.name ?? name,
    registered: listed !== undefined,
    ...(policy !== undefined && { privacyPolicyUri: policy }),
    ...(listed?.contact !== undefined && { contact: listed.contact }),
  }
}
