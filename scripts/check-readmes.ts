// Runs every ```ts block of the README files as it is written, against the source, and compares what it logs with the
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const readmes = ['README.md', ...readdirSync('packages').map((name) => `packages/${name}/README.md`)]
let failures = 0
for (const readme of readmes) failures += checkReadme(readme)
process.exitCode = failures === 0 ? 0 : 1

function checkReadme(readme: string): number {
  const text = readFileSync(readme, 'utf8')
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '')
  const folder = mkdtempSync(join(dirname(readme), '.readme-'))
  try {
    const failed = blocks.filter(
      (code, i) => !runBlock(code, join(folder, `block-${i + 1}.ts`), `${readme} block ${i + 1}`),
    )
    console.log(`${readme}: ${blocks.length - failed.length} of ${blocks.length} blocks run as written`)
    return failed.length
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function runBlock(code: string, file: string, name: string): boolean {
  writeFileSync(file, code)
  let actual: string
  try {
    actual = execFileSync(process.execPath, [...process.execArgv, file], { encoding: 'utf8' }).trimEnd()
  } catch {
    console.error(`${name}: fails`)
    return false
  }
  const expected = [...code.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map((match) => match[1]).join('\n')
  if (expected === '' || expected === actual) return true
  console.error(`${name}: expected ${expected}, got ${actual}`)
  return false
}
