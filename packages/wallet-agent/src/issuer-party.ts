import { type Bundle, namesDidWeb } from '@bai/credential'
import type { Party } from './history/history-entry.ts'

/** An issuer as the log names it: by the bundle, where that knows it. @param issuer credential issuer identifier */
export function issuerParty(issuer: string, bundle: Pick<Bundle, 'issuers'> | undefined): Party {
  for (const { id, name } of bundle?.issuers.values() ?? [])
    if (id === issuer || namesDidWeb(issuer, id)) return { id: issuer, name, registered: true }
  const host = URL.canParse(issuer) ? new URL(issuer).host : issuer
  return { id: issuer, name: { th: host, en: host }, registered: false }
}
