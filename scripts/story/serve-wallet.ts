import { credentialTypes } from '@bai/credential'
import { openPublisher } from '@bai/verifier/node'
import { builtWalletApp, serveWalletApp } from '@bai/wallet-agent/node'

export type StoryWallet = AsyncDisposable & {
  readonly url: string
  /** Opens the wallet with an offer that leads to the issuer's sign-in page. */
  readonly offerUrl: string
}

export type ServeWalletInput = {
  readonly issuerUrl: string
  readonly checkpointUrl: string
  /** Data folder of the publisher, whose anchors the wallet pins. */
  readonly publisherFolder: string
  readonly port: number
}

/** The wallet in the browser, for the issuer and the bundle of the story. @returns undefined where it was not built */
export async function serveWallet(input: ServeWalletInput): Promise<StoryWallet | undefined> {
  const assets = builtWalletApp()
  if (assets === undefined) return undefined
  const anchors = await openPublisher(input.publisherFolder).anchors()
  const served = await serveWalletApp({
    assets,
    config: { issuer: input.issuerUrl, anchors: [...anchors], bundle: `${input.checkpointUrl}/bundle` },
    host: '127.0.0.1',
    port: input.port,
    allowLoopbackHttp: true,
  })
  const offer = {
    credential_issuer: input.issuerUrl,
    credential_configuration_ids: credentialTypes.map(({ id }) => id),
    grants: { authorization_code: {} },
  }
  const uri = `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}`
  return { ...served, offerUrl: `${served.url}#/open/${encodeURIComponent(uri)}` }
}
