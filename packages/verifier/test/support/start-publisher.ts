import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BundleIssuer, encodeDidWeb, type JsonObject, singleKeyDocument } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import { statusListOf, VCT } from './gate.ts'

export type PublishedAnswer = {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body: string
}

/** A small real issuer: all that it does is publish. */
export type Publisher = AsyncDisposable & {
  readonly url: string
  readonly did: string
  /** By path; a test writes faults into it. */
  readonly answers: Map<string, PublishedAnswer>
  /** Changes a published JSON document. */
  change(path: string, change: (document: JsonObject) => JsonObject): void
}

export const PATHS = {
  metadata: '/.well-known/openid-credential-issuer',
  didDocument: '/.well-known/did.json',
  lists: '/status-lists',
  list: '/status-lists/1',
  types: `/types/${encodeURIComponent(VCT)}`,
} as const

/** Starts an issuer that publishes one type, one key and one status list. */
export async function startPublisher(): Promise<Publisher> {
  const answers = new Map<string, PublishedAnswer>()
  const server = createServer((request, response) => {
    const { status = 200, headers = {}, body } = answers.get(request.url ?? '') ?? { status: 404, body: '' }
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const did = encodeDidWeb(url)
  const signer = generateNodeSigner()
  const kid = `${did}#key-1`
  const document = singleKeyDocument(did, 'key-1', signer.publicJwk)
  const put = (path: string, document: object) => answers.set(path, { body: JSON.stringify(document) })
  put(PATHS.metadata, {
    credential_issuer: url,
    display: [
      { name: 'Issuer', locale: 'en' },
      { name: 'ผู้ออก', locale: 'th-TH' },
    ],
    credential_configurations_supported: { card: { vct: VCT }, mdoc: { doctype: 'org.example' } },
    status_list_aggregation_endpoint: url + PATHS.lists,
    type_metadata_endpoint: `${url}/types`,
  })
  put(PATHS.didDocument, document as unknown as BundleIssuer)
  put(PATHS.lists, { status_lists: [url + PATHS.list] })
  const listSigner = { did, kid, signer, document }
  const now = (Date.now() - Date.parse('2026-11-20T09:00:00Z')) / 1000
  answers.set(PATHS.list, {
    body: `${await statusListOf({ 5: 1 }, { listUri: url + PATHS.list, listSigner, listIssued: now, listExpires: now + 600 })}\n`,
  })
  answers.set(PATHS.types, { body: '{"vct":"as it was written"}' })
  return {
    url,
    did,
    answers,
    change: (path, change) => put(path, change(JSON.parse(answers.get(path)?.body ?? '{}'))),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
