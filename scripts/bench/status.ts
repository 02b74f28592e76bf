import { createPublicKey, verify } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { parseJsonObject, parseJws, verifyStatusList } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { issuer, NOW } from './credential.ts'
import { againstMilliseconds, type Measured, measureInTurns, type Row } from './measure.ts'
import { LIST_SIZE, signList } from './sign-list.ts'

const LOOKUPS = 1000

/** Loading a list of 2^20 entries, and looking entries up in it. */
export async function benchStatus(): Promise<Measured> {
  const token = await signList()
  const key = await nodePlatform.importKey(issuer.publicJwk)
  const options = { now: NOW, skewSeconds: 0, findKeys: () => [key] }
  const list = await verifyStatusList(token, options, nodePlatform)
  const jws = parseJws(token)
  const data = Buffer.from(jws.signingInput)
  const rawKey = { key: createPublicKey(issuer.privateKey), dsaEncoding: 'ieee-p1363' as const }
  const { lst } = parseJsonObject(jws.payload, 'status list')['status_list'] as { lst: string }
  const compressed = Buffer.from(lst, 'base64url')
  let at = 0
  const rows = await measureInTurns([
    { name: 'one raw crypto.verify', run: () => verify('sha256', data, rawKey, jws.signature) },
    { name: 'verifyStatusList, 2^20 entries', run: () => verifyStatusList(token, options, nodePlatform) },
    { name: 'zlib alone', run: () => inflateSync(compressed) },
    {
      name: `${LOOKUPS} look-ups`,
      run: () => {
        let revoked = 0
        for (let i = 0; i < LOOKUPS; i++) {
          at = (at + 611_953) % LIST_SIZE
          revoked += list.statusAt(at)
        }
        return revoked
      },
    },
  ])
  const [raw, load, inflate, lookups] = rows as [Row, Row, Row, Row]
  const lookup = {
    name: 'one look-up',
    microseconds: lookups.microseconds / LOOKUPS,
    mean_microseconds: lookups.mean_microseconds / LOOKUPS,
    ratio: lookups.ratio / LOOKUPS,
  }
  return againstMilliseconds('status', 'one one-shot crypto.verify, key loaded', [raw, load, inflate, lookup], 0.5)
}
