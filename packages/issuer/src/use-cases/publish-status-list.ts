import { createStatuses, parseJsonObject, parseJws, STATUS, signStatusList, writeStatus } from '@bai/credential'
import type { IssuerConfiguration } from '../configuration.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

/** The `uri` of a list: `sub` of its token, and where it is fetched, are this very string. */
export function statusListUri(id: number, { credentialIssuer }: IssuerConfiguration): string {
  return `${credentialIssuer}/status-lists/${id}`
}

export function statusListAggregationUri({ credentialIssuer }: IssuerConfiguration): string {
  return `${credentialIssuer}/status-lists`
}

/**
 * The current token of a status list. It is signed again only when something was revoked or when half its `ttl` is over:
 * whoever fetches it often gets the same bytes.
 *
 * @throws IssuerError `status_list_unknown`
 */
export async function publishStatusList(id: number, dependencies: IssuerDependencies): Promise<string> {
  const { configuration, statusLists, credentialSigner, platform, now } = dependencies
  const state = await statusLists.find(id)
  if (state === undefined) throw new IssuerError('status_list_unknown', 'There is no such status list.', {})
  const issuedAt = now()
  const renewAt = (state.publishedAt?.getTime() ?? 0) + (configuration.statusListTtlSeconds * 1000) / 2
  const current = state.publishedSequence === state.sequence && issuedAt.getTime() < renewAt
  if (state.token !== undefined && current && isOurs(state.token, id, dependencies)) return state.token
  // The sequence was read before the entries: what is revoked in between is in the list, and published once more.
  const statuses = createStatuses(state.size, 1)
  for (const index of await statusLists.revokedIndices(id)) writeStatus(statuses, index, STATUS.invalid)
  const token = await signStatusList(
    {
      uri: statusListUri(id, configuration),
      statuses,
      issuedAt,
      expiresAt: new Date(issuedAt.getTime() + configuration.statusListLifetimeSeconds * 1000),
      ttlSeconds: configuration.statusListTtlSeconds,
      aggregationUri: statusListAggregationUri(configuration),
      header: { kid: credentialSigner.keyId },
    },
    { platform, signer: credentialSigner.signer },
  )
  await statusLists.savePublished(id, { token, publishedAt: issuedAt, sequence: state.sequence })
  return token
}

/** Whether a kept token was signed with the key of today for the address of today: both may change between two starts. */
function isOurs(token: string, id: number, { configuration, credentialSigner }: IssuerDependencies): boolean {
  const { header, payload } = parseJws(token)
  return (
    header['kid'] === credentialSigner.keyId &&
    parseJsonObject(payload, 'status list')['sub'] === statusListUri(id, configuration)
  )
}
