/** A mix of parts, or a part: which parts, one bit each, and their XOR. */
type Row = { readonly mix: Uint8Array; readonly data: Uint8Array }

/**
 * Finds parts from their mixes, as linear equations over single bits are solved: each mix that comes is freed of the parts
 * that lead others, and leads by the first that is left. As many as there are parts are enough if none follows from others.
 */
export class MixSolver {
  readonly #count: number
  /** By the lowest part in them. */
  readonly #rows: (Row | undefined)[]
  #rank = 0

  constructor(count: number) {
    this.#count = count
    this.#rows = new Array<Row | undefined>(count).fill(undefined)
  }

  /** Mixes so far that do not follow from others. */
  get rank(): number {
    return this.#rank
  }

  add({ mix, data }: Row): void {
    const own = { mix: mix.slice(), data: data.slice() }
    for (let part = 0; part < this.#count; part++) {
      if (!has(own.mix, part)) continue
      const leader = this.#rows[part]
      if (leader === undefined) {
        this.#rows[part] = own
        this.#rank += 1
        return
      }
      addTo(own, leader)
    }
  }

  /** All parts one after the other, once there are enough mixes. */
  solve(): Uint8Array {
    const partBytes = this.#rows[0]?.data.length ?? 0
    const solved = new Uint8Array(this.#count * partBytes)
    for (let part = this.#count - 1; part >= 0; part--) {
      const row = this.#rows[part]!
      for (let other = part + 1; other < this.#count; other++) if (has(row.mix, other)) addTo(row, this.#rows[other]!)
      solved.set(row.data, part * partBytes)
    }
    return solved
  }
}

function has(mix: Uint8Array, part: number): boolean {
  return (mix[part >> 3]! & (1 << (part & 7))) !== 0
}

function addTo(row: Row, other: Row): void {
  for (let i = 0; i < row.mix.length; i++) row.mix[i]! ^= other.mix[i]!
  for (let i = 0; i < row.data.length; i++) row.data[i]! ^= other.data[i]!
}
