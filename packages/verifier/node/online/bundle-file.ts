import { readFile, stat } from 'node:fs/promises'
import { type Bundle, openBundle, type PublicJwk } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath as verifyCertificates } from '@bai/credential/x509'

export type BundleFile = {
  /** The last good bundle. @throws CredentialError, or the file system's error, while there has been none */
  current(): Promise<Bundle>
}

/**
 * A bundle that another process replaces, `bai verifier sync` for one. It is looked at before every use; one that is not
 * good, or older, is reported and leaves the last one in use.
 */
export function openBundleFile(
  path: string,
  anchors: readonly PublicJwk[],
  report: (error: unknown) => void,
): BundleFile {
  let good: Bundle | undefined
  let version = ''
  return {
    current: async () => {
      try {
        const { mtimeMs, size } = await stat(path)
        if (good !== undefined && version === `${mtimeMs} ${size}`) return good
        version = `${mtimeMs} ${size}`
        const token = (await readFile(path, 'latin1')).trim()
        const lastSequence = good?.sequence
        const options = { anchors, verifyCertificates, ...(lastSequence !== undefined && { lastSequence }) }
        good = await openBundle(token, options, nodePlatform)
      } catch (error) {
        if (good === undefined) throw error
        report(error)
      }
      return good
    },
  }
}
