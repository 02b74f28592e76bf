import { inspect } from 'node:util'
import { CredentialError } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'
import { readCases } from '../vectors/read-vectors.ts'
import { VectorCaseSchema } from '../vectors/vector-case.ts'
import { VectorKeys } from '../vectors/vector-keys.ts'
import { verifyCase } from '../vectors/verify-case.ts'

/** What stands in the claim values, nonces and audiences of every attack. */
const SECRET = 'secret-7f3a'
const keys = new VectorKeys(nodePlatform)
const attacks = readCases('attacks').filter(({ expect: { accepted } }) => !accepted)

/** Everything that an error could carry into a log: message, stack, details and causes, as text and in base64url. */
function everythingIn(error: unknown): string {
  return inspect(error, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null })
}

describe('errors', () => {
  test('the attacks are full of secrets', () => {
    const marked = attacks.filter(({ input, options }) =>
      [
        input,
        ...input.split(/[.~]/).map((part) => Buffer.from(part, 'base64url').toString('latin1')),
        JSON.stringify(options),
      ].some((text) => text.includes(SECRET)),
    )
    expect(marked.length).toBeGreaterThan(attacks.length * 0.8)
  })

  test.each(attacks.map((attack) => [attack.id, attack] as const))('%s: none is repeated', async (_, attack) => {
    const { kb, ...options } = attack.options as { kb?: unknown }
    const vector = VectorCaseSchema.parse({ ...attack, options: kb === null ? options : attack.options })
    const error = await (async () => verifyCase(vector, await keys.choiceOf(vector.key), nodePlatform))().catch(
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(CredentialError)
    const text = everythingIn(error)
    expect(text).not.toContain(SECRET)
    // Nor a piece of the token itself: any twelve characters of a payload or disclosure, as they were sent.
    for (const part of attack.input.split(/[.~]/).slice(1)) {
      if (part.length >= 24) expect(text).not.toContain(part.slice(6, 24))
    }
    expect(everythingIn(error)).not.toContain(Buffer.from(SECRET).toString('base64url'))
  })
})
