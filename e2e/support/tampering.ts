import {
  createKeyBindingJwt,
  encodeBase64urlText,
  isJsonObject,
  type JsonObject,
  parseJson,
  parseJsonObject,
  parseSdJwt,
  signJws,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import type { Answer, Tampering } from './start-tampered-issuer.ts'

// Ways in which a wire lies about one step of the protocol, named by its path.

export function changeAnswer(step: string, change: (honest: Answer) => Answer): Tampering {
  return { answer: (path, honest) => (path === step ? change(honest) : honest) }
}

export function answerStatus(step: string, code: number): Tampering {
  return changeAnswer(step, (honest) => ({ ...honest, status: code, body: '{}' }))
}

export function answerText(step: string, content: string): Tampering {
  return changeAnswer(step, (honest) => ({ ...honest, body: content }))
}

/** Changes the JSON of a good answer. */
export function changeJson(step: string, change: (document: JsonObject) => JsonObject): Tampering {
  return changeAnswer(step, (honest) => {
    const document = parseJson(honest.body, 'answer')
    return isJsonObject(document) ? { ...honest, body: JSON.stringify(change(document)) } : honest
  })
}

/** Changes the credential, at every answer that has one. */
export function changeCredential(change: (text: string) => string | Promise<string>): Tampering {
  return {
    answer: async (path, honest) => {
      if (path !== '/credential') return honest
      const [first] = JSON.parse(honest.body).credentials
      return { ...honest, body: JSON.stringify({ credentials: [{ credential: await change(first.credential) }] }) }
    },
  }
}

export function renamed(issuerName: string): (metadata: JsonObject) => JsonObject {
  return (metadata) => ({ ...metadata, credential_issuer: issuerName })
}

export function twice({ credentials }: JsonObject): JsonObject {
  const [first] = credentials as readonly JsonObject[]
  return { credentials: [first!, first!] }
}

/** The same header and claims, under another key. */
export function signAgain(text: string): Promise<string> {
  return rewrite(text, {})
}

/** Other claims in the place of the issuer's, under another key. */
export async function rewrite(text: string, claims: JsonObject): Promise<string> {
  const { jws, disclosures } = parseSdJwt(text)
  const payload = { ...parseJsonObject(jws.payload, 'payload'), ...claims }
  return `${[await signJws(jws.header, payload, generateNodeSigner()), ...disclosures].join('~')}~`
}

/** Another salt in the first disclosure. */
export function changeDisclosure(text: string): string {
  const [jwt, first = '', ...rest] = text.split('~')
  const parts = JSON.parse(Buffer.from(first, 'base64url').toString())
  parts[0] = `${parts[0].startsWith('A') ? 'B' : 'A'}${parts[0].slice(1)}`
  return [jwt, encodeBase64urlText(JSON.stringify(parts)), ...rest].join('~')
}

export async function bindToKey(text: string): Promise<string> {
  const binding = { audience: 'https://verifier.example', nonce: 'n'.repeat(22), now: new Date() }
  return text + (await createKeyBindingJwt(text, binding, { signer: generateNodeSigner(), platform: nodePlatform }))
}

/** The issuer is asked for the other type of the offer than the wallet asks for, and gives it. */
export function askForTheOther(path: string, content: string): string {
  if (path !== '/credential') return content
  const other = { 'id-card': 'house-registration', 'house-registration': 'id-card' } as Record<string, string>
  const request = JSON.parse(content)
  return JSON.stringify({ ...request, credential_configuration_id: other[request.credential_configuration_id] })
}

/** The issuer gets a good proof of a key that is not the wallet's. */
export async function proveAnotherKey(path: string, content: string): Promise<string> {
  if (path !== '/credential') return content
  const request = JSON.parse(content)
  const claims = parseJsonObject(request.proofs.jwt[0].split('.')[1], 'proof')
  const thief = generateNodeSigner()
  const proof = await signJws({ typ: 'openid4vci-proof+jwt', jwk: thief.publicJwk }, claims, thief)
  return JSON.stringify({ ...request, proofs: { jwt: [proof] } })
}

export function withPrivateKey(document: JsonObject): JsonObject {
  const [method] = document['verificationMethod'] as readonly JsonObject[]
  const publicKeyJwk = { ...(method!['publicKeyJwk'] as JsonObject), d: 'AAAA' }
  return { ...document, verificationMethod: [{ ...method!, publicKeyJwk }] }
}
