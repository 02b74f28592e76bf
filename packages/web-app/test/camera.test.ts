import { describe, expect, test } from 'vitest'
import { openCamera } from '../src/camera/camera.ts'

/** A machine whose cameras refuse in the given way (Media Capture and Streams, section 10.2). */
function refusing(name: string): MediaDevices {
  const getUserMedia = () => Promise.reject(new DOMException('', name))
  return Object.assign(Object.create(null), { getUserMedia })
}

describe('a camera that does not open', () => {
  test.each([
    ['NotFoundError', 'none'],
    ['OverconstrainedError', 'none'],
    ['NotAllowedError', 'refused'],
    ['SecurityError', 'refused'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
  ])('with %s is told as: %s', async (name, problem) => {
    expect(await openCamera(refusing(name))).toBe(problem)
  })

  test('because the page is not on a secure origin is no camera', async () => {
    expect(await openCamera(undefined)).toBe('none')
  })
})
