import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthority, type TestCertificate } from '../../../credential/test/support/certificate-authority.ts'
import { openVerifier, serveBundle, serveVerifier } from '../../node/index.ts'
import { startOnlineVerifier, writeBundle } from '../support/start-online-verifier.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-served-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Not every machine has IPv6. */
const hasIpv6 = await new Promise<boolean>((resolve) => {
  const probe = createServer()
  probe.once('error', () => resolve(false))
  probe.listen(0, '::1', () => probe.close(() => resolve(true)))
})

test.skipIf(!hasIpv6)('a verifier on IPv6 says its address in brackets, and answers there', async () => {
  await using verifier = await startOnlineVerifier({ host: '::1' })
  expect(verifier.url).toMatch(/^http:\/\/\[::1\]:\d+$/)
  const asked = await verifier.read(await verifier.ask())
  expect(new URL(asked.response_uri).hostname).toBe('[::1]')
  expect((await verifier.answer(asked)).status).toBe(200)
})

test.skipIf(!hasIpv6)('a bundle on IPv6 is at an address in brackets', async () => {
  const path = join(folder, 'bundle.jws')
  await writeBundle(path, 1)
  await using served = await serveBundle({ path, host: '::1', port: 0 })
  expect(served.url).toMatch(/^http:\/\/\[::1\]:\d+\/$/)
  expect((await fetch(served.url)).status).toBe(200)
})

/** A verifier's folder whose request key is that of a certificate. */
async function folderOf(certificate: TestCertificate): Promise<string> {
  const dataFolder = await mkdtemp(join(folder, 'data-'))
  const { kty, crv, x, y, d } = certificate.privateJwk
  const key = { kty, crv, x, y, d }
  const state = { version: 1, anchorKey: key, requestKey: key, publishedSequence: 0 }
  await writeFile(join(dataFolder, 'verifier.json'), JSON.stringify(state))
  expect((await (await openVerifier(dataFolder)).requestKey()).x).toBe(x)
  return dataFolder
}

const pem = ({ der }: TestCertificate) => `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`

async function serve(certificate: TestCertificate, haip: boolean) {
  return serveVerifier({
    policies: [],
    host: '127.0.0.1',
    port: 0,
    dataFolder: await folderOf(certificate),
    certificates: pem(certificate),
    haip,
    report: () => {},
  })
}

test('HAIP 1.0, section 5: a self-signed certificate is refused at the start', async () => {
  const selfSigned = await createAuthority({ subject: 'CN=Gate', ca: false })
  await expect(serve(selfSigned, true)).rejects.toMatchObject({
    code: 'certificates_unusable',
    details: { reason: 'self_signed' },
  })
  await using served = await serve(selfSigned, false)
  expect(served.url).toMatch(/^http:/)
})

test('and one that an authority has signed is not', async () => {
  const certificate = await (await createAuthority()).certify({ subject: 'CN=Gate', ca: false })
  await using served = await serve(certificate, true)
  expect(served.developmentAnchor).toBeUndefined()
})
