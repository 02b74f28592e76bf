// `pnpm run:ts scripts/measure-face-answers.ts`: how long a face verification takes for numbers of the register and for
// numbers that nobody has, in turns within one run, without the grid that answers otherwise go out on.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { citizenNumberCheckDigit } from '@bai/credential'
import { openIssuer } from '@bai/issuer/node'
import { callOperator } from './commands/call-operator.ts'
import { callWithToken } from './commands/call-with-token.ts'
import { openFaceService } from './commands/open-face-service.ts'
import { reportFault } from './commands/report-fault.ts'
import { generateRegister } from './synthetic-register/generate-register.ts'
import { storyPeople } from './synthetic-register/story-people.ts'

const ROUNDS = 100
const [asker, ...people] = storyPeople()
const image = (await readFile(asker!.someoneElsesSelfie)).toString('base64')

const faces = openFaceService()
const dataFolder = await mkdtemp(join(tmpdir(), 'bai-measure-'))
const issuer = await openIssuer({
  dataFolder,
  port: 0,
  development: true,
  compareFaces: faces.compareFaces,
  liveness: faces.liveness,
  configuration: { faceAnswerGridMilliseconds: 1, faceTriesPerHour: 10_000, faceTriesPerHourAndAgency: 10_000 },
  report: reportFault,
})
try {
  const operator = { url: issuer.url, token: issuer.operatorToken }
  const register = `${generateRegister().join('\n')}\n`
  await callOperator({ ...operator, path: '/operator/register', body: register, contentType: 'application/jsonl' })
  const rights = { agency: 'measurement', scopes: ['faces:verify'], quota_per_day: 10_000, rate_per_minute: 10_000 }
  const made = { ...operator, path: '/operator/agency-keys', body: JSON.stringify(rights) }
  const { key } = await callOperator<{ readonly key: string }>(made)
  const ask = async (citizen_number: string) => {
    const body = { citizen_number, image, purpose: 'measurement', consent_reference: 'measurement' }
    const path = '/v1/face-verifications'
    const began = performance.now()
    const { decision } = await callWithToken<{ readonly decision: string }>({
      url: issuer.url,
      token: key,
      path,
      body: JSON.stringify(body),
    })
    return { milliseconds: performance.now() - began, decision }
  }
  const known: number[] = []
  const unknown: number[] = []
  for (let round = -3; round < ROUNDS; round++) {
    const person = people[Math.abs(round) % people.length]!
    // In turns also within a round: who comes second finds the machine in another state.
    const numbers = [person.citizenNumber, numberOfNobody(round + 3)]
    const answers = new Map<string, Awaited<ReturnType<typeof ask>>>()
    for (const number of round % 2 === 0 ? numbers : numbers.toReversed()) answers.set(number, await ask(number))
    const [ofPerson, ofNobody] = numbers.map((number) => answers.get(number)!)
    // The first rounds load the models; a match is told apart anyway.
    if (round < 0 || ofPerson!.decision === 'match') continue
    known.push(ofPerson!.milliseconds)
    unknown.push(ofNobody!.milliseconds)
  }
  console.log(`milliseconds   5 %  25 %  50 %  75 %  95 %  of ${known.length} each`)
  console.log(`known        ${quantiles(known)}`)
  console.log(`unknown      ${quantiles(unknown)}`)
} finally {
  await issuer[Symbol.asyncDispose]()
  await faces[Symbol.asyncDispose]()
  await rm(dataFolder, { recursive: true })
}

function numberOfNobody(serial: number): string {
  const first = `19999977${String(serial).padStart(4, '0')}`
  return first + citizenNumberCheckDigit(first)
}

function quantiles(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b)
  return [0.05, 0.25, 0.5, 0.75, 0.95]
    .map((part) => (sorted[Math.floor(part * sorted.length)] ?? 0).toFixed(0).padStart(5))
    .join(' ')
}
