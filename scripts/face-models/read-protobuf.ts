/** One field of a protocol-buffer message: a number for varints, bytes for everything else. */
export type ProtobufField = { number: number; value: number | Uint8Array }

/**
 * Walks the fields of one protocol-buffer message (wire format: varint, 64-bit, length-delimited, 32-bit).
 * Fixed-width fields come as their little-endian bytes.
 */
export function* readProtobuf(message: Uint8Array): Generator<ProtobufField> {
  let position = 0

  function varint(): number {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[position++]
      if (byte === undefined) throw new Error('protocol-buffer message ends inside a number')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return Number(BigInt.asIntN(64, value))
    }
  }

  function take(length: number): Uint8Array {
    if (position + length > message.length) throw new Error('protocol-buffer message ends inside a field')
    position += length
    return message.subarray(position - length, position)
  }

  while (position < message.length) {
    const key = varint()
    const number = key >>> 3
    switch (key & 7) {
      case 0:
        yield { number, value: varint() }
        break
      case 1:
        yield { number, value: take(8) }
        break
      case 2:
        yield { number, value: take(varint()) }
        break
      case 5:
        yield { number, value: take(4) }
        break
      default:
        throw new Error(`protocol-buffer wire type ${key & 7} is not supported`)
    }
  }
}

/** All values of one field number, in order. */
export function fieldValues(message: Uint8Array, number: number): (number | Uint8Array)[] {
  const values: (number | Uint8Array)[] = []
  for (const field of readProtobuf(message)) if (field.number === number) values.push(field.value)
  return values
}

/** The strings of one field number. */
export function fieldStrings(message: Uint8Array, number: number): string[] {
  return fieldValues(message, number).map((value) => new TextDecoder().decode(value as Uint8Array))
}

/** The integers of one repeated field, whether packed or not. */
export function fieldIntegers(message: Uint8Array, number: number): number[] {
  return fieldValues(message, number).flatMap((value) => {
    if (typeof value === 'number') return [value]
    // A packed list is a run of bare varints without keys.
    const integers: number[] = []
    let current = 0n
    let shift = 0n
    for (const byte of value) {
      current |= BigInt(byte & 0x7f) << shift
      shift += 7n
      if (byte < 0x80) {
        integers.push(Number(BigInt.asIntN(64, current)))
        current = 0n
        shift = 0n
      }
    }
    return integers
  })
}
