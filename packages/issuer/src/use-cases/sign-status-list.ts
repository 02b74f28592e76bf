import { createStatuses, parseJsonObject, parseJws, STATUS, signStatusList, writeStatus } from '@bai/credential'
import type { IssuerConfiguration } from '../configuration.ts'
import type { StatusListState, StatusPublisherDependencies } from '../status-ports.ts'

type Address = Pick<IssuerConfiguration, 'credentialIssuer'>

/** One decoy more with this probability, again and again: four on average. See docs/decisions/0018. */
const ONE_MORE = 0.8
/** Lists are signed again after a time by chance, at most this, so that a new signature need not mean a revocation. */
const RENEWED_WITHIN_SECONDS = 7200

/** The `uri` of a list: `sub` of its token, and where it is fetched, are this very string. */
export function statusListUri(id: number, { credentialIssuer }: Address): string {
  return `${credentialIssuer}/status-lists/${id}`
}

export function statusListAggregationUri({ credentialIssuer }: Address): string {
  return `${credentialIssuer}/status-lists`
}

/** Whether a list is to be signed now: something was revoked, or its time has come. */
export function isDue({ sequence, publishedSequence, renewAt }: StatusListState, now: Date): boolean {
  return sequence !== publishedSequence || renewAt === undefined || renewAt <= now
}

/** Signs a list as it is now, with some decoys more, and stores the token. */
export async function signAndSave(list: StatusListState, dependencies: StatusPublisherDependencies): Promise<void> {
  const { configuration, statusLists, credentialSigner, platform, now } = dependencies
  const issuedAt = now()
  await statusLists.addDecoys(list.id, someMore(dependencies))
  // The sequence was read before the entries: what is revoked in between is in the list, and published once more.
  const statuses = createStatuses(list.size, 1)
  for (const index of await statusLists.invalidIndices(list.id)) writeStatus(statuses, index, STATUS.invalid)
  const token = await signStatusList(
    {
      uri: statusListUri(list.id, configuration),
      statuses,
      issuedAt,
      expiresAt: new Date(issuedAt.getTime() + configuration.statusListLifetimeSeconds * 1000),
      ttlSeconds: configuration.statusListTtlSeconds,
      aggregationUri: statusListAggregationUri(configuration),
      header: { kid: credentialSigner.keyId },
    },
    { platform, signer: credentialSigner.signer },
  )
  const renewAfter = Math.min(configuration.statusListTtlSeconds / 2, RENEWED_WITHIN_SECONDS * chance(dependencies))
  const renewAt = new Date(issuedAt.getTime() + renewAfter * 1000)
  await statusLists.savePublished(list.id, { token, publishedAt: issuedAt, sequence: list.sequence, renewAt })
}

/** Whether a kept token was signed with the key of today for the address of today: both may change between two starts. */
export function isOurs(
  token: string,
  id: number,
  { configuration, credentialSigner }: StatusPublisherDependencies,
): boolean {
  const { header, payload } = parseJws(token)
  return (
    header['kid'] === credentialSigner.keyId &&
    parseJsonObject(payload, 'status list')['sub'] === statusListUri(id, configuration)
  )
}

/** A number without an upper bound, each as likely as 0.8 times the one before: it hides the number it is added to. */
function someMore(dependencies: StatusPublisherDependencies): number {
  let count = 0
  while (chance(dependencies) < ONE_MORE) count += 1
  return count
}

/** Uniform from 0 to 1, in steps of 2^-32, and never 0. */
function chance({ randomBytes }: Pick<StatusPublisherDependencies, 'randomBytes'>): number {
  const [a = 0, b = 0, c = 0, d = 0] = randomBytes(4)
  return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d + 1) / 2 ** 32
}
