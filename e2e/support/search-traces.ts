import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '@bai/issuer'

/** Pieces of something that must not be found anywhere, as bytes and in the ways that bytes are written. */
export function piecesOf(content: Buffer): readonly Buffer[] {
  // Base64 looks different by where in a group of three bytes a piece begins.
  const places = [0.2, 0.5, 0.8].map((part) => Math.floor((content.length * part) / 3) * 3)
  return places.flatMap((at) => {
    const piece = content.subarray(at, at + 30)
    return [piece, Buffer.from(piece.toString('base64')), Buffer.from(piece.toString('hex'))]
  })
}

/** The files below a folder that hold one of the pieces. */
export async function findInFiles(folder: string, pieces: readonly Buffer[]): Promise<readonly string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const found = []
  for (const { parentPath, name } of files) {
    const content = await readFile(join(parentPath, name))
    if (pieces.some((piece) => content.includes(piece))) found.push(join(parentPath, name))
  }
  return found
}

/** The tables that hold one of the pieces: values that the files have compressed are seen here. */
export async function findInTables(dataDirectory: string, pieces: readonly Buffer[]): Promise<readonly string[]> {
  await using database = await openDatabase({ dataDirectory })
  // By name, so that a table of tomorrow is searched too.
  const db: any = database.db
  const found: string[] = []
  for (const { name } of await database.db.introspection.getTables()) {
    const rows: readonly object[] = await db.selectFrom(name).selectAll().execute()
    const content = Buffer.concat(rows.flatMap((row) => Object.values(row).map(bytesOf)))
    if (pieces.some((piece) => content.includes(piece))) found.push(name)
  }
  return found
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(`${JSON.stringify(value)}\n`)
}
