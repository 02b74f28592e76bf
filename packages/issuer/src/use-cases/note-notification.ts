import type { Access, NotificationEvent } from '../authorization-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

/**
 * Takes down what became of credentials in a wallet (OpenID4VCI 1.0, section 11). The same notice again changes nothing.
 * What a wallet writes beside the event is not kept: it may be anything.
 *
 * @throws IssuerError `notification_unknown`
 */
export async function noteNotification(
  input: { readonly access: Access; readonly notificationId: string; readonly event: NotificationEvent },
  { notifications, secrets, now }: IssuerDependencies,
): Promise<void> {
  const { access, notificationId, event } = input
  if (await notifications.note(secrets.tokenHash(notificationId), access.grant.id, event, now())) return
  throw new IssuerError('notification_unknown', 'This notification_id was not given under this access token.', {})
}
