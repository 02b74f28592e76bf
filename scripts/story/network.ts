import { join } from 'node:path'
import type { IssuerConfiguration } from '@bai/issuer'
import { type OpenedIssuer, openIssuer } from '@bai/issuer/node'
import { openFaceService } from '../commands/open-face-service.ts'
import { reportFault } from '../commands/report-fault.ts'

export type StartNetworkOptions = {
  readonly dataFolder: string
  readonly port: number
  readonly configuration?: Partial<IssuerConfiguration>
  /** The issuer's clock; left out: that of the machine. */
  readonly now?: () => Date
}

/** The issuer of a story or a test, which can be stopped and come back at the same address with the same data. */
export type Network = AsyncDisposable & {
  readonly issuer: OpenedIssuer
  stopIssuer(): Promise<void>
  restartIssuer(): Promise<void>
}

/** Starts the network on loopback, on the embedded database or on `DATABASE_URL`. */
export async function startNetwork({ dataFolder, port, configuration, now }: StartNetworkOptions): Promise<Network> {
  const faces = openFaceService()
  const open = (atPort: number, operatorToken?: string) =>
    openIssuer({
      dataFolder: join(dataFolder, 'issuer'),
      databaseUrl: process.env['DATABASE_URL'],
      port: atPort,
      development: true,
      operatorToken,
      compareFaces: faces.compareFaces,
      liveness: faces.liveness,
      ...(now !== undefined && { now }),
      configuration,
      report: reportFault,
    })
  let issuer: OpenedIssuer | undefined = await open(port)
  const { url, operatorToken } = issuer
  const stop = async () => {
    await issuer?.[Symbol.asyncDispose]()
    issuer = undefined
  }
  return {
    get issuer() {
      if (issuer === undefined) throw new Error('The issuer is stopped.')
      return issuer
    },
    stopIssuer: stop,
    restartIssuer: async () => {
      issuer = await open(Number(new URL(url).port), operatorToken)
    },
    [Symbol.asyncDispose]: async () => {
      await stop()
      await faces[Symbol.asyncDispose]()
    },
  }
}
