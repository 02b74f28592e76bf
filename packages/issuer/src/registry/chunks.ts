/** Cuts a list into pieces of at most `size`: PostgreSQL takes 65,535 parameters a statement. */
export function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}
