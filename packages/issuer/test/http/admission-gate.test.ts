import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import express from 'express'
import { expect, test } from 'vitest'
import { createAdmissionGate } from '../../src/http/admission-gate.ts'
import { beginFaceRequest, faceRequestOf } from '../../src/http/face-request.ts'
import { createFaceMetrics, defaultConfiguration } from '../../src/index.ts'

const AT = new Date('2026-11-25T00:00:00.000Z')
const agencyKey = {
  id: 'an-agency',
  agency: 'Bank of the Tests',
  scopes: ['faces:compare'],
  quotaPerDay: 1,
  ratePerMinute: 1,
  createdAt: AT,
  expiresAt: AT,
  revokedAt: undefined,
} as const

test('who has gone away while the key was looked up is given no place, for nobody would give it back', async () => {
  const faceMetrics = createFaceMetrics()
  const gate = createAdmissionGate({ configuration: defaultConfiguration, faceMetrics })
  let admitted = 0
  const app = express()
  app.use(
    beginFaceRequest('face-comparisons', { faceMetrics, timer: { milliseconds: () => 0, wait: async () => {} } }),
    async (request, response, next) => {
      faceRequestOf(response)!.agencyKey = agencyKey
      // A lookup that takes longer than the caller's patience.
      if (request.path === '/impatient') await once(response, 'close')
      next()
      looked()
    },
    gate.admit,
    (_request, response) => {
      admitted += 1
      response.end()
    },
  )
  let looked: () => void = () => {}
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  for (let i = 0; i < 10; i++) {
    const done = new Promise<void>((resolve) => {
      looked = resolve
    })
    const socket = connect(port, '127.0.0.1')
    socket.write('POST /impatient HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n', () => socket.destroy())
    await done
  }
  expect(await faceMetrics.text()).toContain('bai_face_requests_in_flight 0\n')
  expect((await fetch(`http://127.0.0.1:${port}/patient`)).status).toBe(200)
  expect(admitted).toBe(1)
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
})
