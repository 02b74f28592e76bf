import type { Kysely } from 'kysely'
import type { NotificationStore } from '../authorization-ports.ts'
import type { Schema } from './schema.ts'

/** What became of issued credentials in the wallet, as far as wallets say. */
export function createNotificationStore(db: Kysely<Schema>): NotificationStore {
  return {
    add: async (notificationHash, { grantId, configurationId }, now) => {
      await db
        .insertInto('notification')
        .values({
          notification_hash: notificationHash,
          grant_id: grantId,
          configuration_id: configurationId,
          issued_at: now,
          event: null,
          event_at: null,
        })
        .execute()
    },
    note: async (notificationHash, grantId, event, now) => {
      const { numUpdatedRows } = await db
        .updateTable('notification')
        .set((row) => ({
          // The time of an event is that of its first notice.
          event_at: row.case().when('event', '=', event).then(row.ref('event_at')).else(now).end(),
          event,
        }))
        .where('notification_hash', '=', notificationHash)
        .where('grant_id', '=', grantId)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
  }
}
