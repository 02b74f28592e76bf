import { CredentialError } from '../errors.ts'

/** draft-ietf-oauth-status-list, section 7.1, the values that Bai gives. */
export const STATUS = { valid: 0, invalid: 1, suspended: 2 } as const

export const STATUS_BITS = [1, 2, 4, 8] as const
/** Width of one status, in bits. */
export type StatusBits = (typeof STATUS_BITS)[number]

/** An array of small numbers, packed (draft-ietf-oauth-status-list, section 4.1). */
export type PackedStatuses = { readonly bits: StatusBits; readonly bytes: Uint8Array }

export function createStatuses(size: number, bits: StatusBits): PackedStatuses {
  return { bits, bytes: new Uint8Array(Math.ceil((size * bits) / 8)) }
}

/** How many statuses fit; the last byte may hold more of them than were meant. */
export function statusCount({ bits, bytes }: PackedStatuses): number {
  return (bytes.length * 8) / bits
}

/**
 * Reads one status, counting from the **least** significant bit of each byte (section 4.1; W3C's Bitstring counts from
 * the most significant).
 *
 * @throws CredentialError `status_index_out_of_range`
 */
export function readStatus(statuses: PackedStatuses, index: number): number {
  const { byte, shift, mask } = locate(statuses, index)
  return (statuses.bytes[byte]! >> shift) & mask
}

/** Sets one status in place. @throws CredentialError `status_index_out_of_range` */
export function writeStatus(statuses: PackedStatuses, index: number, status: number): void {
  const { byte, shift, mask } = locate(statuses, index)
  if (!Number.isInteger(status) || status < 0 || status > mask)
    throw new TypeError(`A status of ${statuses.bits} bits is 0 to ${mask}.`)
  statuses.bytes[byte] = (statuses.bytes[byte]! & ~(mask << shift)) | (status << shift)
}

function locate(statuses: PackedStatuses, index: number): { byte: number; shift: number; mask: number } {
  const size = statusCount(statuses)
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new CredentialError(
      'status_index_out_of_range',
      `This status list holds ${size} entries; the index is beyond it.`,
      { size },
    )
  }
  const position = index * statuses.bits
  return { byte: Math.floor(position / 8), shift: position % 8, mask: (1 << statuses.bits) - 1 }
}
