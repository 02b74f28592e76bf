import type { ColumnType } from 'kysely'

/**
 * `jsonb`: read parsed, written as JSON text. Text it must be, for `pg` would write an array as a PostgreSQL array and
 * both drivers would write a plain string as if it were JSON already.
 */
export type JsonColumn<T> = ColumnType<T, string, string>
