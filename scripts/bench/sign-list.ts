import { createStatuses, signStatusList, writeStatus } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { issuer, NOW } from './credential.ts'

export const LIST_SIZE = 2 ** 20

/** A status list of 2^20 entries, one in a thousand of them revoked, spread by a fixed step. */
export function signList(): Promise<string> {
  const statuses = createStatuses(LIST_SIZE, 1)
  // An odd step visits entries without a pattern that compression could use.
  for (let i = 0; i < LIST_SIZE / 1000; i++) writeStatus(statuses, (i * 611_953 + 7) % LIST_SIZE, 1)
  writeStatus(statuses, 412_345, 0)
  return signStatusList(
    {
      uri: 'https://issuer.example/status/1',
      statuses,
      issuedAt: NOW,
      expiresAt: new Date(NOW.getTime() + 86_400_000),
      ttlSeconds: 3600,
      header: { kid: 'did:web:issuer.example#key-1' },
    },
    { platform: nodePlatform, signer: issuer },
  )
}
