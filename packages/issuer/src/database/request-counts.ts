import type { Kysely } from 'kysely'
import type { RequestCounts } from '../face-ports.ts'
import type { Schema } from './schema.ts'

/**
 * Counts in fixed windows, one row a name, each change one statement: of a thousand at once exactly as many pass as may.
 * Around the end of a window twice the limit may pass in a short time, which is the price of one row a name.
 */
export function createRequestCounts(db: Kysely<Schema>): RequestCounts {
  return {
    take: async (name, now, { limit, windowSeconds }) => {
      const length = windowSeconds * 1000
      const start = Math.floor(now.getTime() / length) * length
      const window = { window_start: new Date(start), window_end: new Date(start + length) }
      const taken = await db
        .insertInto('request_count')
        .values({ name, ...window, count: 1 })
        .onConflict((on) =>
          on
            .column('name')
            .doUpdateSet((row) => ({
              // Of two clocks the later one decides which window it is.
              window_start: row.fn('greatest', ['request_count.window_start', 'excluded.window_start']),
              window_end: row.fn('greatest', ['request_count.window_end', 'excluded.window_end']),
              count: row
                .case()
                .when('request_count.window_start', '<', window.window_start)
                .then(1)
                .else(row('request_count.count', '+', 1))
                .end(),
            }))
            .where((row) =>
              row.or([
                row('request_count.window_start', '<', window.window_start),
                row('request_count.count', '<', limit),
              ]),
            ),
        )
        .returning('count')
        .executeTakeFirst()
      return taken === undefined ? Math.ceil((start + length - now.getTime()) / 1000) : 0
    },
    giveBack: async (name, now) => {
      await db
        .updateTable('request_count')
        .set((row) => ({ count: row('count', '-', 1) }))
        .where('name', '=', name)
        .where('count', '>', 0)
        .where('window_end', '>', now)
        .execute()
    },
  }
}
