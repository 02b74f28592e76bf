import { readFile } from 'node:fs/promises'
import { faceMessages } from '@bai/face-match'
import { decodeImage, openFaceMatcher } from '@bai/face-match/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adaptFaceMatcher } from '../../kiosk/adapt-face-matcher.ts'
import type { FaceMatcher } from '../../src/face-matcher.ts'

const PORTRAITS = new URL('../../../../scripts/synthetic-register/portraits/', import.meta.url)
const picture = (name: string) => readFile(new URL(name, PORTRAITS))

describe('the face matcher behind the port', () => {
  let matcher: Awaited<ReturnType<typeof openFaceMatcher>>
  let port: FaceMatcher<Uint8Array>
  beforeAll(async () => {
    matcher = await openFaceMatcher()
    port = adaptFaceMatcher(matcher, (bytes: Uint8Array) => decodeImage(bytes))
  })
  afterAll(() => matcher?.dispose())

  test('tells the same person from another, and where the line was drawn, in both languages', async () => {
    const [portrait, same, other] = await Promise.all(['F1_id.jpg', 'F1_s1.jpg', 'M5_s1.jpg'].map(picture))
    const alike = await port.compare(portrait!, same!)
    expect(alike).toMatchObject({ kind: 'compared', decision: 'match' })
    expect(await port.compare(portrait!, other!)).toMatchObject({ kind: 'compared', decision: 'no_match' })
    const { th, en } = (alike as { operatingPoint: { th: string; en: string } }).operatingPoint
    expect(th).toMatch(/^เกณฑ์/)
    expect(en).toMatch(/^Cautious/)
  })

  test('says which picture cannot be used, and what to do', async () => {
    const portrait = await picture('F1_id.jpg')
    const noPicture = new TextEncoder().encode('not a picture')
    const advice = faceMessages.image_unreadable
    expect(await port.compare(portrait, noPicture)).toEqual({ kind: 'unusable', picture: 'camera', advice })
    expect(await port.compare(noPicture, portrait)).toEqual({ kind: 'unusable', picture: 'portrait', advice })
  })

  test('passes on a fault that is none of the pictures', async () => {
    const broken = adaptFaceMatcher(matcher, () => Promise.reject(new RangeError('no memory')))
    await expect(broken.compare(1, 2)).rejects.toThrow(RangeError)
  })
})
