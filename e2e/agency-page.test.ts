// "Run Bai at your agency", to the letter: from a clean folder to a credential that is accepted, and rejected when it is revoked.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type FollowedBlock, followPage } from './support/follow-page.ts'

const PAGE = new URL('../docs/agency.md', import.meta.url)

test('the page leads from a clean folder to a first credential, and to its revocation', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bai-agency-page-'))
  try {
    const followed = await followPage(await readFile(PAGE, 'utf8'), folder)
    const [declined] = followed.filter(({ text }) => text.includes('wallet present "$REQUEST" --data'))
    expect(declined?.stdout).toContain('gives: บัตรนักศึกษา / Student card')
    expect(declined?.stdout).toContain('personal_administrative_number')
    const [accepted, rejected] = followed.filter(({ text }) => text.includes('verifier verify')) as [
      FollowedBlock,
      FollowedBlock,
    ]
    expect(accepted.stdout).toContain('650001')
    expect(rejected).toMatchObject({ info: 'sh refused', exitCode: 1 })
    expect(rejected.stdout).toContain('credential_revoked')
    expect(await readFile(join(folder, 'student.svg'), 'utf8')).toContain('<svg')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  // Some thirty commands, each a process of its own.
}, 240_000)
