import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { VpToken } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import type { Verdict } from '@bai/verifier'
import {
  type OpenedPublisher,
  type OpenedVerifier,
  openPublisher,
  openVerifier,
  type PublishedBundle,
} from '@bai/verifier/node'
import { planPresentation, presentCredentials, receiveCredentials, type WalletDependencies } from '@bai/wallet-agent'
import { openWallet } from '@bai/wallet-agent/node'
import { generateRegister } from '../synthetic-register/generate-register.ts'
import { type StoryPerson, storyPeople } from '../synthetic-register/story-people.ts'
import { airportPolicy } from './airport-policy.ts'
import { callIssuer } from './call-issuer.ts'
import { type EnrolledFace, enrol, faceOf } from './enrol.ts'
import { openFilmStudio } from './film-studio.ts'
import { findImpostor } from './find-impostor.ts'
import type { Network } from './network.ts'
import { askOverTheNetwork, carryByQrCode } from './present-in-other-ways.ts'
import { createTell, StoryError, type Tell } from './tell.ts'

export type StoryInput = {
  readonly network: Network
  readonly dataFolder: string
  /** Somebody's own pictures, instead of those of a rendered person. */
  readonly ownFace: { readonly portrait: Uint8Array; readonly selfie: Uint8Array } | undefined
  readonly print: (line: string) => void
}

type Cast = {
  readonly tell: Tell
  readonly network: Network
  readonly person: StoryPerson
  readonly face: EnrolledFace
  readonly impostor: EnrolledFace
  readonly wallet: WalletDependencies
  readonly verifier: OpenedVerifier
  readonly publisher: OpenedPublisher
  readonly verifierFolder: string
}

const HOUR = 3600

/**
 * Plays the whole story over real HTTP, with real cryptography and real face models: register, enrolment, issuance,
 * wallet, offline verification, revocation.
 *
 * @returns whether every step went as it should
 */
export async function runStory({ network, dataFolder, ownFace, print }: StoryInput): Promise<boolean> {
  const [person] = storyPeople()
  if (person === undefined) throw new StoryError('The synthetic register has nobody with a picture.')
  const cast: Cast = {
    tell: createTell(print, () => performance.now()),
    network,
    person,
    face: ownFace ? { filmed: ownFace.portrait, selfie: ownFace.selfie } : await faceOf(person),
    impostor: ownFace
      ? await findImpostor(Object.values(ownFace))
      : { filmed: await readFile(person.someoneElsesPortrait), selfie: await readFile(person.someoneElsesSelfie) },
    wallet: openWallet({ dataFolder: join(dataFolder, 'wallet'), allowLoopbackHttp: true }),
    verifier: await openVerifier(join(dataFolder, 'verifier')),
    publisher: openPublisher(join(dataFolder, 'verifier')),
    verifierFolder: join(dataFolder, 'verifier'),
  }
  try {
    await importTheRegister(cast, ownFace?.portrait)
    const offer = await enrolTheCitizen(cast)
    await receiveIntoTheWallet(cast, offer)
    const bundle = await verifyOffline(cast)
    await revokeAndVerifyAgain(cast, bundle)
    print('\nThe story went as it should.')
    return true
  } catch (error) {
    if (!(error instanceof StoryError)) throw error
    print(`\n✗ ${error.message}`)
    return false
  }
}

async function importTheRegister({ tell, network, person }: Cast, portrait: Uint8Array | undefined): Promise<void> {
  tell.part('A synthetic population register is imported')
  const lines = generateRegister().map((line) => (portrait ? withPortrait(line, person, portrait) : line))
  const counts = await callIssuer<{ houses: number; people: number }>(
    network.issuer,
    '/operator/register',
    `${lines.join('\n')}\n`,
  )
  tell.say(`${counts.people} people in ${counts.houses} houses; nobody in it exists`)
}

function withPortrait(line: string, { citizenNumber }: StoryPerson, portrait: Uint8Array): string {
  const record: Record<string, unknown> = JSON.parse(line)
  if (record['citizen_number'] !== citizenNumber) return line
  return JSON.stringify({ ...record, portrait: Buffer.from(portrait).toString('base64') })
}

async function enrolTheCitizen(cast: Cast): Promise<{ offerUri: string; txCode: string }> {
  const { tell, network, person, face, impostor } = cast
  tell.part('A citizen enrols with number, date of birth, laser code and face')
  tell.say('three movements before the camera, drawn by lot: two people are filmed at the same time, for some 18 s')
  await using studio = await openFilmStudio()
  const url = network.issuer.url
  const [stranger, own] = await Promise.all([
    enrol(url, person, impostor, { studio }),
    enrol(url, person, face, { studio }),
  ])
  tell.say(
    'the films are rendered from one picture each: docs/liveness.md tells what the check stops, and that not this',
  )
  tell.expect('somebody else’s face', stranger.code, 'enrolment_refused')
  tell.expect('their own face', own.code, 'approved')
  return own
}

async function receiveIntoTheWallet(
  { tell, wallet }: Cast,
  { offerUri, txCode }: { offerUri: string; txCode: string },
): Promise<void> {
  tell.part('The issuer issues, the wallet checks and stores')
  const received = await receiveCredentials({ offer: offerUri, txCode }, wallet)
  for (const { configurationId, vct } of received)
    tell.say(`${configurationId} (${vct}), bound to a key of this wallet`)
  tell.expect('credentials in the wallet', String((await wallet.credentials.list()).length), '2')
}

async function verifyOffline(cast: Cast): Promise<string> {
  const { tell, network, wallet, verifier } = cast
  tell.part('A verifier prepares its bundle; then the issuer is stopped')
  const published = await publishBundle(cast)
  const { bundle } = published
  tell.say(`bundle of ${bundle.length} bytes: trust, status lists, type metadata`)
  await network.stopIssuer()
  tell.say('the issuer does not answer any more')

  tell.part('Offline: three claims of the ID card, and what must be refused')
  const request = await verifier.createRequest(airportPolicy)
  const presentation = await present(request, wallet)
  const decide = (vpToken: VpToken, askedBy = request) => verify(cast, { vpToken, request: askedBy, bundle })
  const accepted = await decide(presentation)
  tell.expect('what was asked for', describe(accepted), 'accepted')
  tell.say(`seen: ${JSON.stringify(accepted.credentials[0]?.claims)}`)
  tell.say(`data of ${accepted.bundle.issuedAt.toISOString()}, next due ${accepted.bundle.nextAt.toISOString()}`)
  const reluctant = await present(request, wallet, ['family_name'])
  tell.expect('without consent to one claim', describe(await decide(reluctant)), 'rejected: claims_missing')
  tell.expect(
    'with one character changed',
    describe(await decide(changeOneCharacter(presentation))),
    'rejected: signature_invalid',
  )
  const another = await verifier.createRequest(airportPolicy)
  tell.expect(
    'as the answer to another request',
    describe(await decide(presentation, another)),
    'rejected: key_binding_nonce_mismatch',
  )
  const stolen = await present(request, withAnotherKey(wallet))
  tell.expect('with another wallet’s key', describe(await decide(stolen)), 'rejected: key_binding_signature_invalid')
  await verifyInOtherWays(cast, { request, presentation, ...published })
  return bundle
}

async function verifyInOtherWays(
  cast: Cast,
  { request, presentation, bundle, anchor }: { request: string; presentation: VpToken } & PublishedBundle,
): Promise<void> {
  const { tell, wallet } = cast
  tell.part('The same answer by QR code, and over the network; the issuer is still stopped')
  const { vpToken, bytes, codes } = await carryByQrCode(presentation, { bundle, anchor })
  tell.say(`${bytes} bytes, of ${JSON.stringify(presentation).length}: ${codes} QR ${codes === 1 ? 'code' : 'codes'}`)
  tell.expect('read from QR codes', describe(await verify(cast, { vpToken, request, bundle })), 'accepted')
  const online = await askOverTheNetwork(wallet, { bundle, dataFolder: cast.verifierFolder })
  tell.expect('over the network (OpenID4VP, encrypted)', describe(online), 'accepted')
}

async function revokeAndVerifyAgain(cast: Cast, oldBundle: string): Promise<void> {
  const { tell, network, person, wallet, verifier } = cast
  tell.part('The issuer comes back, and the card is revoked')
  await network.restartIssuer()
  const revocation = JSON.stringify({
    citizen_number: person.citizenNumber,
    types: ['id-card'],
    reason: 'reported lost',
  })
  const { revoked } = await callIssuer<{ revoked: number }>(network.issuer, '/operator/revocations', revocation)
  tell.say(`revoked: ${revoked}`)
  // Without being told, it publishes on a period.
  await callIssuer(network.issuer, '/operator/status-publications', '{}')
  const { bundle } = await publishBundle(cast)
  const request = await verifier.createRequest(airportPolicy)
  const vpToken = await present(request, wallet)
  tell.expect(
    'with a new bundle',
    describe(await verify(cast, { vpToken, request, bundle })),
    'rejected: credential_revoked',
  )
  const later = new Date(Date.now() + 73 * HOUR * 1000)
  const old = await verify(cast, { ...(await presentAt(later, cast)), bundle: oldBundle, now: later })
  tell.expect('with the old bundle, past its end', describe(old), 'undecided: bundle_expired')
}

function publishBundle({ publisher, network }: Cast) {
  return publisher.publish({
    trustList: { collected: [{ url: network.issuer.url }], certified: [], verifiers: [] },
    nextInSeconds: 24 * HOUR,
    expiresInSeconds: 72 * HOUR,
    allowLoopbackHttp: true,
    progress: () => {},
  })
}

async function present(
  request: string,
  wallet: WalletDependencies,
  withhold: readonly string[] = [],
): Promise<VpToken> {
  return presentCredentials(await planPresentation(request, { withhold }, wallet), wallet)
}

/** A presentation that is made three days from now, when only the bundle is old. */
async function presentAt(moment: Date, { verifier, wallet }: Cast) {
  const request = await verifier.createRequest(airportPolicy, moment)
  return { request, vpToken: await present(request, { ...wallet, now: () => moment }) }
}

function verify(
  { verifier }: Cast,
  input: { vpToken: VpToken; request: string; bundle: string; now?: Date },
): Promise<Verdict> {
  return verifier.verify({ now: new Date(), policy: airportPolicy, anchors: undefined, ...input })
}

function describe({ outcome, code }: Verdict): string {
  return outcome === 'accepted' ? outcome : `${outcome}: ${code}`
}

/** In the issuer's signature. */
function changeOneCharacter(vpToken: VpToken): VpToken {
  const [queryId, [presentation = '']] = Object.entries(vpToken)[0] as [string, [string]]
  const [jwt = ''] = presentation.split('~')
  const at = jwt.length - 10
  const changed = presentation[at] === 'A' ? 'B' : 'A'
  return { [queryId]: [presentation.slice(0, at) + changed + presentation.slice(at + 1)] }
}

/** Somebody who copied the credential but not the key. */
function withAnotherKey(wallet: WalletDependencies): WalletDependencies {
  const signer = generateNodeSigner()
  const key = { id: 'stolen', publicJwk: signer.publicJwk, signer }
  return { ...wallet, keys: { ...wallet.keys, findKey: async () => key } }
}
