import 'reflect-metadata'
import {
  Agent,
  ConsoleLogger,
  DidsModule,
  JwkDidRegistrar,
  JwkDidResolver,
  Kms,
  LogLevel,
  X509Module,
} from '@credo-ts/core'
import { agentDependencies, NodeInMemoryKeyManagementStorage, NodeKeyManagementService } from '@credo-ts/node'
import { OpenId4VcModule } from '@credo-ts/openid4vc'
import { LoopbackWebResolver } from './loopback-web-resolver.ts'
import { MemoryStorageModule } from './memory-storage.ts'

export type CredoWallet = Awaited<ReturnType<typeof openCredoWallet>>

/** A wallet of Credo, keys and records in memory, which believes certificates of the anchors given. */
export async function openCredoWallet(...anchorPems: readonly string[]) {
  const agent = new Agent({
    config: { allowInsecureHttpUrls: true, autoUpdateStorageOnStartup: true, logger: new ConsoleLogger(LogLevel.off) },
    dependencies: agentDependencies,
    modules: {
      storage: new MemoryStorageModule(),
      kms: new Kms.KeyManagementModule({
        backends: [new NodeKeyManagementService(new NodeInMemoryKeyManagementStorage())],
      }),
      dids: new DidsModule({
        resolvers: [new LoopbackWebResolver(), new JwkDidResolver()],
        registrars: [new JwkDidRegistrar()],
      }),
      x509: new X509Module({ trustedCertificates: [...anchorPems] as [string] }),
      openid4vc: new OpenId4VcModule({}),
    },
  })
  await agent.initialize()
  return agent
}
