import type { Request } from 'express'
import type { IssuerDependencies } from '../ports.ts'
import { authenticateClient, type Client } from '../use-cases/authenticate-client.ts'

/** The wallet that a request to the authorization server is from. @throws IssuerError `client_unauthenticated` */
export function clientOf(
  request: Request,
  clientId: string | undefined,
  dependencies: IssuerDependencies,
): Promise<Client | undefined> {
  return authenticateClient(
    {
      clientId,
      attestation: request.get('oauth-client-attestation'),
      attestationPop: request.get('oauth-client-attestation-pop'),
    },
    dependencies,
  )
}
