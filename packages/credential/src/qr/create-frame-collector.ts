import type { Platform } from '../platform.ts'
import { decodeFrame, type Frame, type MessageName, messageId, mixOf } from './frame-format.ts'
import { MixSolver } from './mix-solver.ts'

/** `received` of `needed` frames; a frame that brings nothing new does not count. */
export type FrameProgress = { readonly received: number; readonly needed: number } & (
  | { readonly kind: 'ignored' | 'partial'; readonly message?: undefined }
  | { readonly kind: 'complete'; readonly message: Uint8Array }
)

export type FrameCollector = {
  /** Takes what a camera has read, whatever it is. */
  add(text: string): FrameProgress
}

/** So many frames of another message in a row are no chance: somebody else is in front of the camera. */
const FRAMES_TO_CHANGE = 3

type Collection = { readonly name: MessageName; readonly solver: MixSolver; message?: Uint8Array }

/**
 * Puts frames together, in any order, with gaps and repetitions. Frames of another message are ignored until three
 * of them come in a row; then that one is collected. It holds one message of at most 64 KiB at a time, and hands out none
 * whose SHA-256 is not the one that its frames name.
 */
export function createFrameCollector(platform: Pick<Platform, 'digest'>): FrameCollector {
  let current: Collection | undefined
  let other: { readonly name: MessageName; times: number } | undefined

  function progress(kind: 'ignored' | 'partial'): FrameProgress {
    return { kind, received: current?.solver.rank ?? 0, needed: current?.name.count ?? 0 }
  }

  function isToBeIgnored(frame: Frame): boolean {
    if (current === undefined || isSame(current.name, frame)) return false
    const times = other && isSame(other.name, frame) ? other.times + 1 : 1
    other = { name: frame, times }
    return times < FRAMES_TO_CHANGE
  }

  function collect(frame: Frame): Collection {
    const { id, count, length, index, data } = frame
    if (current === undefined || !isSame(current.name, frame)) {
      current = { name: { id, count, length }, solver: new MixSolver(count) }
    }
    other = undefined
    current.solver.add({ mix: mixOf(index, frame, platform), data })
    return current
  }

  return {
    add(text) {
      const frame = decodeFrame(text, platform)
      if (frame === undefined || isToBeIgnored(frame)) return progress('ignored')
      const collection = collect(frame)
      const { name, solver } = collection
      if (solver.rank < name.count) return progress('partial')
      collection.message ??= solver.solve().slice(0, name.length)
      if (messageId(collection.message, platform) !== name.id) {
        // A frame was wrong, and nobody can tell which.
        current = undefined
        return progress('ignored')
      }
      return { kind: 'complete', received: name.count, needed: name.count, message: collection.message }
    },
  }
}

function isSame(a: MessageName, b: MessageName): boolean {
  return a.id === b.id && a.count === b.count && a.length === b.length
}
