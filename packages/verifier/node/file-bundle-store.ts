import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type BundleStore, type PartialBundle, parseJsonObject, parseJws, type StoredBundle } from '@bai/credential'
import { makeFolder } from '@bai/credential/node'
import * as z from 'zod'
import { VerifierError } from '../src/index.ts'

const NoteSchema = z.strictObject({
  etag: z.string().max(200).optional(),
  fetchedAt: z.iso.datetime(),
})
const PartialSchema = z.strictObject({ etag: z.string().max(200), text: z.string().max(64_000_000) })

/**
 * Keeps a bundle as a file that other programs may read, with what else is known of it beside (`.json`), and the beginning
 * of one whose transfer was cut (`.part`). A damaged note is as good as none: the bundle itself is verified at every use,
 * and its sequence is read from it.
 *
 * @throws VerifierError (from its functions) `data_folder_unwritable`
 */
export function createFileBundleStore(path: string): BundleStore {
  return {
    load: async () => {
      const token = (await read(path))?.trim()
      if (token === undefined || token === '') return undefined
      const sequence = sequenceOf(token)
      if (sequence === undefined) return undefined
      const { etag, fetchedAt = new Date(0).toISOString() } = parse(NoteSchema, await read(`${path}.json`)) ?? {}
      return { token, sequence, fetchedAt, ...(etag !== undefined && { etag }) }
    },
    save: async ({ token, etag, fetchedAt }: StoredBundle) => {
      // The note last: with the old note beside the new bundle, the next sync only fetches it once more.
      await write(path, `${token}\n`)
      await write(`${path}.json`, `${JSON.stringify({ etag, fetchedAt })}\n`)
    },
    partial: {
      load: async (): Promise<PartialBundle | undefined> => parse(PartialSchema, await read(`${path}.part`)),
      save: async (partial) => {
        if (partial === undefined) await rm(`${path}.part`, { force: true })
        else await write(`${path}.part`, JSON.stringify(partial))
      },
    },
  }
}

function sequenceOf(token: string): number | undefined {
  try {
    const { sequence } = parseJsonObject(parseJws(token).payload, 'bundle')
    return typeof sequence === 'number' ? sequence : undefined
  } catch {
    return undefined
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unusable(path, error)
  }
}

function parse<T>(schema: z.ZodType<T>, content: string | undefined): T | undefined {
  if (content === undefined) return undefined
  try {
    return schema.parse(JSON.parse(content))
  } catch {
    return undefined
  }
}

/** To a new file that is flushed and put in the place of the old one. */
async function write(path: string, content: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`
  try {
    await makeFolder(dirname(path))
    const file = await open(temporary, 'wx')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw unusable(path, error)
  }
}

function unusable(path: string, cause: unknown): VerifierError<'data_folder_unwritable'> {
  const folder = dirname(path)
  const message = `The folder ${folder} cannot be read or written; choose another.`
  return new VerifierError('data_folder_unwritable', message, { path: folder }, { cause })
}
