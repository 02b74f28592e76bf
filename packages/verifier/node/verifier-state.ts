import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { generateNodeSigner, importNodeSigner, makeFolder, type NodeSigner } from '@bai/credential/node'
import * as z from 'zod'
import { VerifierError } from '../src/index.ts'

const JwkSchema = z.record(z.string(), z.string())
const StateSchema = z.strictObject({
  version: z.literal(1),
  /** Signs bundles; its public half is what verifiers pin. */
  anchorKey: JwkSchema,
  /** While the anchor is rolled over: signs bundles next, and is pinned beside the other. */
  nextAnchorKey: JwkSchema.optional(),
  /** Signs requests. */
  requestKey: JwkSchema,
  /** Of the last bundle that was signed here. */
  publishedSequence: z.int().nonnegative(),
})
type State = z.infer<typeof StateSchema>

export type VerifierState = {
  readonly anchor: NodeSigner
  readonly nextAnchor: NodeSigner | undefined
  readonly requestSigner: NodeSigner
  readonly publishedSequence: number
  /** Flushed to disk when it is done. */
  savePublishedSequence(sequence: number): Promise<void>
  /** The first time it makes the next anchor; the second time that takes the place of the present one, which is gone. */
  rotateAnchor(): Promise<void>
}

/** Keys and the last sequence number of this verifier, in one file that only its owner can read; made at the first call. */
export async function openVerifierState(path: string): Promise<VerifierState> {
  const state = (await read(path)) ?? (await create(path))
  return {
    anchor: importNodeSigner(state.anchorKey),
    nextAnchor: state.nextAnchorKey && importNodeSigner(state.nextAnchorKey),
    requestSigner: importNodeSigner(state.requestKey),
    publishedSequence: state.publishedSequence,
    savePublishedSequence: (publishedSequence) => write(path, { ...state, publishedSequence }),
    rotateAnchor: () => {
      const { nextAnchorKey, ...rest } = state
      return write(path, nextAnchorKey ? { ...rest, anchorKey: nextAnchorKey } : { ...rest, nextAnchorKey: newKey() })
    },
  }
}

async function read(path: string): Promise<State | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unwritable(path, error)
  }
  try {
    return StateSchema.parse(JSON.parse(text))
  } catch {
    // Neither the text nor the parser's message, which quotes it, may get out: there are keys in it.
    const message = `${path} is not a verifier's state of this version; it was left as it is. Restore it from a copy.`
    throw new VerifierError('verifier_state_damaged', message, { file: path })
  }
}

async function create(path: string): Promise<State> {
  const keys = { anchorKey: newKey(), requestKey: newKey() }
  const state: State = { version: 1, ...keys, publishedSequence: 0 }
  await write(path, state, 'first')
  // Of two that begin at once, the first has made the keys.
  return (await read(path)) ?? state
}

function newKey(): Record<string, string> {
  return generateNodeSigner().privateKey.export({ format: 'jwk' }) as Record<string, string>
}

/** To a new file that is flushed and put in the place of the old one: a crash leaves one of the two. */
async function write(path: string, state: State, mode: 'first' | 'over' = 'over'): Promise<void> {
  const temporary = `${path}.${randomUUID()}`
  try {
    await makeFolder(dirname(path))
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(JSON.stringify(state))
      await file.sync()
    } finally {
      await file.close()
    }
    await (mode === 'over' ? rename(temporary, path) : place(temporary, path))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw unwritable(path, error)
  }
}

/** Leaves alone what is there already. On a file system without links, the last of two that begin at once stays. */
async function place(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return rename(temporary, path)
  }
  await rm(temporary)
}

function unwritable(path: string, cause: unknown): VerifierError<'data_folder_unwritable'> {
  const folder = dirname(path)
  const message = `The data folder ${folder} cannot be read or written; choose another with --data.`
  return new VerifierError('data_folder_unwritable', message, { path: folder }, { cause })
}
