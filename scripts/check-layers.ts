// Checks the direction of every import in packages/ against the tables below, and that effects stay in composition roots.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** Which workspace packages a package may import. Tests may import more: they are composition roots. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  credential: [],
  'face-match': [],
  issuer: ['@bai/credential'],
  'web-app': ['@bai/credential'],
  'wallet-agent': ['@bai/credential', '@bai/web-app'],
  verifier: ['@bai/credential', '@bai/web-app'],
}

/** Inside the issuer: which folders of `src/` a folder may import. `.` are the files at the top. */
const ISSUER: Readonly<Record<string, readonly string[]>> = {
  '.': ['.', 'use-cases', 'http', 'database', 'registry', 'veramo', 'claims', 'metrics', 'derivation'],
  'use-cases': ['.', 'use-cases', 'claims', 'registry', 'derivation'],
  claims: ['.', 'claims', 'registry'],
  http: ['.', 'http', 'use-cases', 'registry', 'derivation'],
  database: ['.', 'database', 'registry'],
  registry: ['.', 'registry', 'database'],
  veramo: ['.', 'veramo', 'database'],
  metrics: ['.', 'metrics'],
  derivation: ['.', 'derivation', 'registry'],
}
/** Files at the top of the issuer that lower layers may import; the others wire everything together. */
const ISSUER_CONTRACTS = [
  'errors.ts',
  'ports.ts',
  'face-ports.ts',
  'authorization-ports.ts',
  'enrolment-ports.ts',
  'status-ports.ts',
  'key-ports.ts',
  'operator-ports.ts',
  'renewal-ports.ts',
  'derivation-ports.ts',
  'operation-ports.ts',
  'configuration.ts',
  'credential-configurations.ts',
  'encryption-algorithms.ts',
  'type-metadata-document.ts',
]

/** Packages that only these folders may import. */
const ONLY_IN: readonly (readonly [RegExp, ...string[]])[] = [
  [/^@veramo\//, 'packages/issuer/src/veramo/'],
  [
    /^express$|^helmet$|^rate-limiter-flexible$/,
    'packages/issuer/src/',
    'packages/verifier/node/',
    'packages/wallet-agent/node/',
    'packages/web-app/node/',
  ],
  [/^react(-dom)?(\/|$)/, 'packages/issuer/src/http/pages/', 'packages/web-app/src/'],
  [/^@peculiar\/|^reflect-metadata$/, 'packages/issuer/src/veramo/', 'packages/credential/x509/'],
  [/^prom-client$/, 'packages/issuer/src/metrics/'],
  [/^pino$/, 'packages/issuer/node/'],
  [/^kysely$|^pg$|^@electric-sql\//, 'packages/issuer/src/'],
  [/^@sd-jwt\//, 'packages/wallet-agent/src/'],
  [/^@openid4vc\//, 'packages/wallet-agent/src/'],
]

/** Members of globals that biome cannot name. */
const EFFECTS = /\b(Date\.now|Math\.random|performance\.now)\b|\bnew Date\(\)/

const problems: string[] = []
for (const file of sources('packages')) {
  const [, name = '', part = ''] = file.split('/')
  if (!['src', 'node', 'browser', 'x509'].includes(part)) continue
  const text = readFileSync(file, 'utf8')
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  if (part === 'src' && EFFECTS.test(code))
    problems.push(`${file}: takes the time or chance by itself; have it passed in`)
  for (const specifier of imports(code)) checkImport(file, name, part, specifier)
}
for (const problem of problems) console.error(problem)
console.log(
  problems.length === 0 ? 'Layers: every import goes in the right direction.' : `Layers: ${problems.length} problems.`,
)
process.exitCode = problems.length === 0 ? 0 : 1

function checkImport(file: string, name: string, part: string, specifier: string): void {
  if (specifier.startsWith('@bai/')) {
    const target = specifier.split('/').slice(0, 2).join('/')
    if (!PACKAGES[name]?.includes(target)) problems.push(`${file}: ${name} may not import ${specifier}`)
    if (part === 'src' && name !== 'issuer' && specifier !== target)
      problems.push(`${file}: src is isomorphic and may not import the runtime part ${specifier}`)
  }
  for (const [pattern, ...folders] of ONLY_IN) {
    if (pattern.test(specifier) && !folders.some((folder) => file.startsWith(folder)))
      problems.push(`${file}: only ${folders.join(' and ')} imports ${specifier}`)
  }
  if (!specifier.startsWith('.')) return
  const target = relative('.', resolve(dirname(file), specifier))
  const targetPart = target.split('/')[2]
  if (!target.startsWith(`packages/${name}/`)) problems.push(`${file}: reaches into another package: ${specifier}`)
  if (part === 'src' && targetPart !== 'src') problems.push(`${file}: src may not import ${targetPart}/`)
  if (name === 'issuer' && part === 'src') checkIssuerFolder(file, target)
}

function checkIssuerFolder(file: string, target: string): void {
  const folderOf = (path: string) => path.split('/').slice(3, -1)[0] ?? '.'
  const [from, to] = [folderOf(file), folderOf(target)]
  if (!ISSUER[from]?.includes(to)) problems.push(`${file}: ${from} may not import ${to}`)
  if (from !== '.' && to === '.' && !ISSUER_CONTRACTS.includes(target.split('/').at(-1) ?? '')) {
    problems.push(`${file}: of the top of the issuer only ${ISSUER_CONTRACTS.join(', ')} may be imported`)
  }
}

function imports(code: string): readonly string[] {
  return [
    ...code.matchAll(
      /(?:^|\n)\s*(?:import|export)[^'"\n;]*?(?:\n[^'"]*?)?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? '')
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.tsx?$/.test(path) ? [path] : []
  })
}
