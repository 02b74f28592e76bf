import { decodeImage, openFaceMatcher } from '@bai/face-match/node'
import sharp from 'sharp'
import { obey, withNoise } from '../../packages/face-match/test/support/film.ts'
import {
  createPuppet,
  type HeadState,
  type Puppet,
  renderHead,
} from '../../packages/face-match/test/support/render-head.ts'

/** A challenge as the issuer sends it: what to do before the camera, and when, in milliseconds since it was shown. */
export type ShownChallenge = {
  readonly nonce: string
  readonly steps: readonly {
    readonly action: string
    readonly times?: number
    readonly from: number
    readonly until: number
  }[]
  readonly ends_at: number
}

/** A film as it is sent. */
export type Film = readonly { readonly at: number; readonly image: string }[]

/** A face that can be moved, made of one picture, and how it has to be turned to look straight ahead. */
export type Actor = { readonly puppet: Puppet; readonly straight: { readonly yaw: number; readonly pitch: number } }

export type FilmStudio = AsyncDisposable & { prepare(picture: Uint8Array): Promise<Actor> }

/** Opens a matcher to find faces in pictures. */
export async function openFilmStudio(): Promise<FilmStudio> {
  const matcher = await openFaceMatcher()
  return {
    prepare: async (picture) => {
      const image = await decodeImage(picture)
      const { mesh, pose } = await matcher.inspect(image)
      return { puppet: createPuppet(image, mesh), straight: { yaw: -pose.yaw, pitch: -pose.pitch } }
    },
    [Symbol.asyncDispose]: () => matcher.dispose(),
  }
}

/**
 * Films a face that does what a challenge asks for. There is nobody before a camera in a story, and the liveness check
 * does not tell: docs/liveness.md says what it stops and what not.
 */
export async function film({ puppet, straight }: Actor, { steps, ends_at: endsAt }: ShownChallenge): Promise<Film> {
  const shots = obey({ steps: steps.map(readStep), endsAt })
  const frames = []
  for (const { at, state } of shots) {
    const { width, height, data } = withNoise(renderHead(puppet, turnFrom(straight, state)), at)
    const picture = sharp(data, { raw: { width, height, channels: 3 } }).jpeg({ quality: 92 })
    frames.push({ at, image: (await picture.toBuffer()).toString('base64') })
  }
  return frames
}

function turnFrom({ yaw, pitch }: Actor['straight'], state: HeadState): HeadState {
  return { ...state, yaw: yaw + (state.yaw ?? 0), pitch: pitch + (state.pitch ?? 0) }
}

function readStep({ action: kind, times = 1, from, until }: ShownChallenge['steps'][number]) {
  switch (kind) {
    case 'turn_left':
    case 'turn_right':
    case 'look_up':
    case 'come_closer':
      return { action: { kind }, from, until } as const
    case 'blink':
      return { action: { kind, times }, from, until } as const
    default:
      throw new TypeError(`The story does not know how to ${kind}.`)
  }
}
