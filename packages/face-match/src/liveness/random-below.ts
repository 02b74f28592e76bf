/** As many random bytes as asked for; from a cryptographic source, handed in. */
export type RandomBytes = (count: number) => Uint8Array

const range = 2 ** 32

/** A whole number from 0 to `limit` − 1, each as likely: values of the uneven rest are drawn again. */
export function randomBelow(randomBytes: RandomBytes, limit: number): number {
  for (;;) {
    const value = new DataView(Uint8Array.from(randomBytes(4)).buffer).getUint32(0)
    if (value < range - (range % limit)) return value % limit
  }
}

/** All items in an order that nobody can foretell (Fisher and Yates). */
export function shuffle<T>(randomBytes: RandomBytes, items: readonly T[]): T[] {
  const rest = [...items]
  return items.map(() => rest.splice(randomBelow(randomBytes, rest.length), 1)[0]!)
}
