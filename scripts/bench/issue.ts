import { sign } from 'node:crypto'
import { core } from './core.ts'
import { claims, coreFrame, header, issueCredential, issuer } from './credential.ts'
import { againstRatio, type Measured, measureInTurns } from './measure.ts'

/** Issuing the credential of 28 disclosures, against one signature over what is signed. */
export async function benchIssue(): Promise<Measured> {
  const credential = await issueCredential()
  const [jwt = ''] = credential.split('~')
  const data = Buffer.from(jwt.slice(0, jwt.lastIndexOf('.')))
  const key = { key: issuer.privateKey, dsaEncoding: 'ieee-p1363' as const }
  const rows = await measureInTurns([
    { name: 'one raw crypto.sign', run: () => sign('sha256', data, key) },
    { name: 'issueSdJwt', run: () => issueCredential() },
    {
      name: '@sd-jwt/core, tuned',
      run: () => core.issue({ ...claims }, coreFrame as never, { header }),
    },
  ])
  return againstRatio('issue', 'one one-shot crypto.sign, KeyObject, ieee-p1363', rows, 4.5)
}
