import 'reflect-metadata'
import {
  Agent,
  ConsoleLogger,
  DidsModule,
  JwkDidRegistrar,
  JwkDidResolver,
  Kms,
  LogLevel,
  X509KeyUsage,
  X509Module,
} from '@credo-ts/core'
import { agentDependencies, NodeInMemoryKeyManagementStorage, NodeKeyManagementService } from '@credo-ts/node'
import { OpenId4VcModule, type OpenId4VcModuleConfigOptions } from '@credo-ts/openid4vc'
import { LoopbackWebResolver } from './loopback-web-resolver.ts'
import { MemoryStorageModule } from './memory-storage.ts'

export type CredoAgent = Awaited<ReturnType<typeof openCredoAgent>>

/** An agent of Credo, keys and records in memory, which believes certificates of the anchors given. */
export async function openCredoAgent(anchorPems: readonly string[], roles: OpenId4VcModuleConfigOptions = {}) {
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
      openid4vc: new OpenId4VcModule(roles),
    },
  })
  await agent.initialize()
  return agent
}

/** A certificate for an address, of an authority that Credo makes up. */
export async function certifyByCredo(agent: CredoAgent, address: string) {
  const newKey = async () => {
    const { publicJwk } = await agent.kms.createKey({ type: { kty: 'EC', crv: 'P-256' } })
    return Kms.PublicJwk.fromPublicJwk(publicJwk)
  }
  const [authorityKey, subjectPublicKey] = [await newKey(), await newKey()]
  const issuer = { commonName: 'Authority', countryName: 'TH' }
  const authority = await agent.x509.createCertificate({
    authorityKey,
    issuer,
    extensions: { basicConstraints: { ca: true }, keyUsage: { usages: [X509KeyUsage.KeyCertSign] } },
  })
  const leaf = await agent.x509.createCertificate({
    authorityKey,
    subjectPublicKey,
    issuer,
    subject: { commonName: 'Leaf', countryName: 'TH' },
    extensions: {
      subjectAlternativeName: {
        name: [
          { type: 'url', value: address },
          { type: 'dns', value: new URL(address).hostname },
        ],
      },
    },
  })
  return { leaf, anchor: authority.toString('base64') }
}
