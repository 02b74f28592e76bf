import { type BundlePayload, openBundle, signBundle } from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'

/** A trust bundle of issuers that a test names, opened. */
export async function bundleOf(
  ...issuers: readonly Pick<BundlePayload['issuers'][number], 'id' | 'did_document' | 'credential_types'>[]
) {
  const anchor = generateNodeSigner()
  const now = Math.floor(Date.now() / 1000)
  const common = { name: { th: 'ผู้ออก', en: 'Issuer' }, since: now - 86_400 }
  const payload: BundlePayload = {
    version: 1,
    sequence: 1,
    iat: now,
    next: now + 3_600,
    exp: now + 7_200,
    issuers: issuers.map((issuer) => ({ ...common, ...issuer })),
    status_lists: [],
    type_metadata: {},
    verifiers: [],
  }
  return openBundle(await signBundle(payload, 'anchor', anchor), { anchors: [anchor.publicJwk] }, nodePlatform)
}
