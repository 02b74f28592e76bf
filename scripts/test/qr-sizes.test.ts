import { createFrames, encodeOfflineMessage } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { answerWithIdCard, certificate, requestIdCard } from '../bench/qr-messages.ts'

const THREE = ['given_name', 'family_name', 'birthdate']

/** The version of the one code that a message takes at level M. Drawn by a library that has to fit it in. */
function versionOf(message: Uint8Array): number {
  const frames = createFrames(message, { maxFrameBytes: 2_000 }, nodePlatform)
  expect(frames.count).toBe(1)
  return encode(frames.frame(0), { ecc: 'M', boostEcc: false }).version
}

test('three claims of an ID card, presented by our wallet, are one code of version 22-M or less', async () => {
  const bytes = encodeOfflineMessage(await answerWithIdCard(THREE), nodePlatform)
  expect(bytes.length).toBeLessThanOrEqual(800)
  expect(versionOf(bytes)).toBeLessThanOrEqual(22)
})

test('so they are when a certified issuer made it, if both sides hold its certificate', async () => {
  const certificates = [certificate]
  const message = await answerWithIdCard(THREE, { x5c: certificates })
  expect(versionOf(encodeOfflineMessage(message, nodePlatform, { certificates }))).toBeLessThanOrEqual(22)
})

test('a request is a small code', async () => {
  const bytes = encodeOfflineMessage({ kind: 'request', request: await requestIdCard(THREE) }, nodePlatform)
  expect(versionOf(bytes)).toBeLessThanOrEqual(15)
})
