import { createPublicKey, verify } from 'node:crypto'
import {
  createFrames,
  decodeOfflineMessage,
  encodeOfflineMessage,
  type OfflineMessage,
  type OfflineMessageOptions,
} from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { encode } from 'uqr'
import { issuer } from './credential.ts'
import { againstBytes, type Measured, measureInTurns } from './measure.ts'
import { answerWithIdCard, certificate, requestIdCard } from './qr-messages.ts'

const THREE = ['given_name', 'family_name', 'birthdate']
const FIVE = [...THREE, 'sex', 'personal_administrative_number']
/** What a phone's camera reads from a phone's screen without effort: 1,451 characters at level M. */
const VERSION_25 = 964
const TARGET_BYTES = 800

/** What a presentation takes in QR codes of level M, and how long it takes to make and to read. */
export async function benchQr(): Promise<Measured> {
  const three = await answerWithIdCard(THREE)
  const encoded = encodeOfflineMessage(three, nodePlatform)
  const certified = await answerWithIdCard(THREE, { x5c: [certificate] })
  const figures = {
    ...sizes('request', { kind: 'request', request: await requestIdCard(THREE) }),
    ...sizes('three_claims', three),
    ...sizes('five_claims', await answerWithIdCard(FIVE)),
    ...sizes('three_claims_with_x5c', certified),
    ...sizes('three_claims_with_x5c_shared', certified, { certificates: [certificate] }),
    ...sizes('five_claims_and_portrait', await answerWithIdCard([...FIVE, 'portrait'])),
  }
  const data = Buffer.from('x'.repeat(300))
  const signature = Buffer.from(await issuer.sign(data.toString()))
  const key = { key: createPublicKey(issuer.privateKey), dsaEncoding: 'ieee-p1363' as const }
  const rows = await measureInTurns([
    { name: 'one raw crypto.verify', run: () => verify('sha256', data, key, signature) },
    { name: 'encodeOfflineMessage', run: () => encodeOfflineMessage(three, nodePlatform) },
    { name: 'decodeOfflineMessage', run: () => decodeOfflineMessage(encoded, nodePlatform) },
  ])
  const baseline = 'one one-shot crypto.verify, key loaded'
  return { ...againstBytes('qr', baseline, rows, { value: encoded.length, target: TARGET_BYTES }), figures }
}

/** Bytes as JSON and encoded, frames in codes of version 25-M, and the version that it takes in one code, if one is enough. */
function sizes(name: string, message: OfflineMessage, options: OfflineMessageOptions = {}): Record<string, number> {
  const bytes = encodeOfflineMessage(message, nodePlatform, options)
  const { count, frame } = createFrames(bytes, { maxFrameBytes: VERSION_25 }, nodePlatform)
  return {
    [`${name}_raw_bytes`]: JSON.stringify(message).length,
    [`${name}_bytes`]: bytes.length,
    ...(count === 1
      ? { [`${name}_version_m`]: encode(frame(0), { ecc: 'M', boostEcc: false }).version }
      : { [`${name}_frames_of_version_25_m`]: count }),
  }
}
