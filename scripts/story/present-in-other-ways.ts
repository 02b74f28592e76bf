import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  createFrameCollector,
  createFrames,
  decodeOfflineMessage,
  encodeOfflineMessage,
  openBundle,
  type PublicJwk,
  type VpToken,
} from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import type { Verdict } from '@bai/verifier'
import { serveVerifier } from '@bai/verifier/node'
import {
  openOnlineRequest,
  planAnswer,
  presentCredentials,
  sendAnswer,
  type WalletDependencies,
} from '@bai/wallet-agent'
import { callWithToken } from '../commands/call-with-token.ts'
import { reportFault } from '../commands/report-fault.ts'
import { airportPolicy } from './airport-policy.ts'
import { StoryError } from './tell.ts'

/** What a QR code of version 25 with medium error correction holds (docs/offline-profile.md). */
const FRAME_BYTES = 964

/** The answer as QR codes and back, as a kiosk would read it. @returns what was read, and how large it was */
export async function carryByQrCode(
  vpToken: VpToken,
  { bundle, anchor }: { readonly bundle: string; readonly anchor: PublicJwk },
): Promise<{ readonly vpToken: VpToken; readonly bytes: number; readonly codes: number }> {
  const { certificates } = await openBundle(bundle, { anchors: [anchor] }, nodePlatform)
  const bytes = encodeOfflineMessage({ kind: 'answer', vpToken }, nodePlatform, { certificates })
  const frames = createFrames(bytes, { maxFrameBytes: FRAME_BYTES }, nodePlatform)
  const collector = createFrameCollector(nodePlatform)
  for (let i = 0; i < frames.count; i++) {
    const progress = collector.add(frames.frame(i))
    if (progress.kind !== 'complete') continue
    const message = decodeOfflineMessage(progress.message, nodePlatform, { certificates })
    if (message.kind === 'answer') return { vpToken: message.vpToken, bytes: bytes.length, codes: frames.count }
  }
  throw new StoryError('The QR codes did not come back as they were.')
}

/** Asks over OpenID4VP, as an agency's website would, and fetches the verdict. */
export async function askOverTheNetwork(
  wallet: WalletDependencies,
  { bundle, dataFolder }: { readonly bundle: string; readonly dataFolder: string },
): Promise<Verdict> {
  const bundlePath = join(dataFolder, 'bundle.jws')
  await writeFile(bundlePath, bundle)
  await using served = await serveVerifier({
    dataFolder,
    policies: [airportPolicy],
    bundlePath,
    host: '127.0.0.1',
    port: 0,
    report: reportFault,
  })
  const body = JSON.stringify({ policy: airportPolicy.name, response_mode: 'direct_post.jwt' })
  const made = await callWithToken<{ id: string; request_uri: string }>({ url: served.url, path: '/requests', body })
  const { request } = await openOnlineRequest(made.request_uri, wallet)
  await sendAnswer(request, await presentCredentials(await planAnswer(request, {}, wallet), wallet), wallet)
  const { verdict } = await callWithToken<{ verdict: Verdict }>({ url: served.url, path: `/requests/${made.id}` })
  return verdict
}
