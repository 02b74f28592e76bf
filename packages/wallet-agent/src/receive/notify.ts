import type { WalletDependencies } from '../ports.ts'
import type { Access } from './access.ts'
import { notifyIssuer } from './call-issuer.ts'

/**
 * Tells the issuer what became of what it sent (OpenID4VCI 1.0, section 11). Best effort: whether it hears of it changes
 * nothing here.
 */
export async function notify(
  event: 'credential_accepted' | 'credential_failure',
  notificationIds: readonly string[],
  access: Access,
  dependencies: WalletDependencies,
): Promise<void> {
  const url = access.issuerMetadata.credentialIssuer.notification_endpoint
  if (url === undefined) return
  const notices = notificationIds.map((id) => ({ url, access, message: { notification_id: id, event } }))
  await Promise.allSettled(notices.map((notice) => notifyIssuer(notice, dependencies)))
}
