// The wallet of `pnpm bench http`: a pool of keys, proofs for them, and a clock around the two requests.
import { signJws } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import type { HttpOrder, Round } from './http-client.ts'

const keys = Array.from({ length: 30 }, () => generateNodeSigner())

async function round({ url, token, copies }: HttpOrder): Promise<Round> {
  const startedAt = process.hrtime.bigint()
  const { c_nonce: nonce } = await read(await fetch(`${url}/nonce`, { method: 'POST' }))
  const asked = process.hrtime.bigint()
  const iat = Math.floor(Date.now() / 1000)
  const jwt = await Promise.all(
    keys
      .slice(0, copies)
      .map((key) => signJws({ typ: 'openid4vci-proof+jwt', jwk: { ...key.publicJwk } }, { aud: url, iat, nonce }, key)),
  )
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ credential_configuration_id: 'id-card', proofs: { jwt } })
  const sentAt = process.hrtime.bigint()
  const { credentials } = await read(await fetch(`${url}/credential`, { method: 'POST', headers, body }))
  // Making proofs is the wallet's, and no part of what an issuer takes.
  const nanoseconds = Number(process.hrtime.bigint() - sentAt + (asked - startedAt))
  if (credentials.length !== copies) throw new Error('There are fewer credentials than proofs.')
  return { microseconds: nanoseconds / 1000, characters: credentials[0]?.credential.length ?? 0 }
}

type Answer = { readonly c_nonce: string; readonly credentials: readonly { readonly credential: string }[] }

async function read(response: Response): Promise<Answer> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as Answer
}

process.on('message', async (order: HttpOrder) => {
  try {
    const rounds: Round[] = []
    let left = order.requests
    const wallet = async () => {
      while (left-- > 0) rounds.push(await round(order))
    }
    await Promise.all(Array.from({ length: order.atOnce ?? 1 }, wallet))
    process.send?.({ rounds })
  } catch (error) {
    process.send?.({ failure: String(error) })
  }
})
