import { type Bundle, openBundle, parseJson } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath as verifyCertificates } from '@bai/credential/x509'
import { anchorKeys } from '@bai/verifier/node'
import { readText } from './read-input.ts'
import { UsageError } from './usage-error.ts'

/** Opens a bundle from a file, against the public keys in another. */
export async function readBundle(files: {
  readonly bundle: string
  readonly anchor: string | undefined
}): Promise<Bundle> {
  if (files.anchor === undefined) throw new UsageError('option_malformed', '--anchor', '--bundle needs --anchor.')
  const anchors = anchorKeys(parseJson(await readText(files.anchor), 'anchor'))
  return openBundle((await readText(files.bundle)).trim(), { anchors, verifyCertificates }, nodePlatform)
}
