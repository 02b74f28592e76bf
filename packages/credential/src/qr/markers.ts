/**
 * Bytes below the space, each in the place of what was taken out of a text. JSON has none of them; a text within it may
 * have tab, line feed and carriage return, which therefore are no markers.
 */
export const MARKER = {
  /** Ends `nested`. */
  end: '\x00',
  /** A text that was base64url, until its `end`. */
  nested: '\x01',
  /** The next 16, 32 or 64 bytes of the values, in base64url: a salt, a digest or half a key, a signature. */
  bytes16: '\x02',
  bytes32: '\x03',
  bytes64: '\x04',
  /** A length and as many bytes of the values, in base64url. */
  base64url: '\x05',
  /** The same in base64 with its padding, as in `x5c` and data URLs. */
  base64: '\x06',
  /** A number from the values: the value of that number, once more. */
  repeat: '\x07',
  /** A number from the values: the digest of that disclosure of the same SD-JWT, counted from 0. */
  digest: '\x08',
  /** The digest of this SD-JWT up to its last tilde (RFC 9901, section 4.3.1). */
  sdHash: '\x0b',
  /** The next 8 bytes of the values: the name of a certificate that both sides hold. */
  certificate: '\x0c',
  /** The y, even or odd, that belongs to the value before it as the x of a P-256 key. */
  evenY: '\x0e',
  oddY: '\x0f',
  /** A tilde and a quotation mark, where they are not within `nested`: the ends of a part, and of an SD-JWT. */
  tilde: '\x10',
  quote: '\x11',
} as const

/** Values of these lengths have a marker of their own and no length. */
export const MARKER_OF_LENGTH: ReadonlyMap<number, string> = new Map([
  [16, MARKER.bytes16],
  [32, MARKER.bytes32],
  [64, MARKER.bytes64],
])

/** A key in a DID in a token in a presentation is three levels. */
export const MAX_NESTING = 4
/** As many as an SD-JWT may have, with the token before and the key binding after them. */
export const MAX_PARTS = 2_002
/** More than twenty queries of twenty presentations have, with what stands between. */
export const MAX_STRINGS = 1_000
