import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callIssuer } from '../scripts/story/call-issuer.ts'
import { enrol } from '../scripts/story/enrol.ts'
import { type Network, startNetwork } from '../scripts/story/network.ts'
import { generateRegister } from '../scripts/synthetic-register/generate-register.ts'
import { storyPeople } from '../scripts/synthetic-register/story-people.ts'

const [person, ...others] = storyPeople()
let network: Network
let dataFolder: string
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'bai-e2e-'))
  network = await startNetwork({ dataFolder, port: 0 })
  await callIssuer(network.issuer, '/operator/register', `${generateRegister().join('\n')}\n`)
})
afterAll(async () => {
  await network?.[Symbol.asyncDispose]()
  await rm(dataFolder, { recursive: true, force: true })
})

async function twoPeople(): Promise<Buffer> {
  const [left, right] = [await readFile(person!.selfies[0]!), await readFile(others[4]!.selfies[0]!)]
  const { width, height } = await sharp(left).metadata()
  return sharp({ create: { width: width * 2, height, channels: 3, background: '#888' } })
    .composite([
      { input: left, left: 0, top: 0 },
      { input: await sharp(right).resize(width, height).toBuffer(), left: width, top: 0 },
    ])
    .jpeg()
    .toBuffer()
}

const noFace = () =>
  sharp({ create: { width: 400, height: 400, channels: 3, background: '#4a7' } })
    .jpeg()
    .toBuffer()

test.each([
  ['no picture', async () => Buffer.from('this is a text and no picture at all, however long it may be. '.repeat(4))],
  ['a picture that ends in the middle', async () => (await readFile(person!.selfies[0]!)).subarray(0, 4000)],
  ['no face', noFace],
  ['two faces', twoPeople],
])('%s is told as such, and costs no try', async (_what, make) => {
  const picture = await make()
  // One more than the tries that a person has before they are locked.
  for (let i = 0; i < 4; i++) {
    expect(await enrol(network.issuer.url, person!, picture)).toMatchObject({
      status: 422,
      code: 'picture_unusable',
      offerUri: '',
    })
  }
})

test('after all that, their own picture enrols them', async () => {
  expect(await enrol(network.issuer.url, person!, person!.selfies[1]!)).toMatchObject({ status: 201, code: 'approved' })
})

test('everybody of the register with a picture enrols with each of theirs', async () => {
  for (const { selfies, ...citizen } of others.slice(0, 4)) {
    for (const selfie of selfies) {
      const answer = await enrol(network.issuer.url, { selfies, ...citizen }, selfie)
      expect(['approved', 'citizen_not_eligible']).toContain(answer.code)
    }
  }
})
