import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pooledRandomBytes } from '@bai/credential/node'
import express from 'express'
import { expect, test } from 'vitest'
import {
  createAgencyKey,
  createFaceMetrics,
  createFaceVerificationStores,
  createProblemHandler,
  createSecrets,
  defaultConfiguration,
  faceVerificationRoutes,
  type PortraitSource,
} from '../../src/index.ts'
import { makePicture, verifyFace } from '../support/agency.ts'
import { createTestDatabase } from '../support/database.ts'
import { NUMBERS } from '../support/register-lines.ts'
import { sameBytes } from '../support/start-test-issuer.ts'

test('the router is mounted without an issuer, over portraits from somewhere else', async () => {
  await using database = await createTestDatabase()
  const portrait = Buffer.from(makePicture('from somewhere else'), 'base64')
  const portraits: PortraitSource = {
    findPortrait: async (number) =>
      number === NUMBERS.child ? { state: 'found', portrait } : { state: 'citizen_unknown' },
    decoyPortrait: async () => undefined,
  }
  const secrets = createSecrets(new Uint8Array(32).fill(9))
  const stores = createFaceVerificationStores(database.db)
  const now = () => new Date()
  const dependencies = {
    ...stores,
    configuration: defaultConfiguration,
    secrets,
    now,
    timer: { milliseconds: () => 0, wait: async () => {} },
    portraits,
    compareFaces: sameBytes,
    faceMetrics: createFaceMetrics(),
    report: () => {},
  }
  const rights = { agency: 'Bank', scopes: ['faces:verify'] as const, quotaPerDay: 10, ratePerMinute: 10 }
  const { token } = await createAgencyKey(
    { ...rights, lifetimeDays: 1, actor: 'operator' },
    { ...stores, secrets, now, randomBytes: pooledRandomBytes },
  )
  const server = createServer(
    express().use(
      faceVerificationRoutes(dependencies),
      createProblemHandler(() => {}),
    ),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const here = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  const image = portrait.toString('base64')
  expect((await verifyFace(here, token, { citizen_number: NUMBERS.child, image })).body['decision']).toBe('match')
  expect((await verifyFace(here, token, { citizen_number: NUMBERS.head, image })).body['decision']).toBe('no_match')
  expect((await verifyFace(here, 'nothing', { image })).body['code']).toBe('agency_key_invalid')
  await new Promise<void>((resolve) => server.close(() => resolve()))
})
