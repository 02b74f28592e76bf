import type { RequestHandler } from 'express'
import type { AgencyScope, FaceVerificationDependencies } from '../face-ports.ts'
import { authenticateAgency } from '../use-cases/authenticate-agency.ts'
import { bearerToken } from './bearer-token.ts'
import { faceRequestOf } from './face-request.ts'

/** Lets only agencies with the scope pass, and not too often; before anything of the body is read. */
export function agencyOnly(scope: AgencyScope, dependencies: FaceVerificationDependencies): RequestHandler {
  return async (request, response, next) => {
    const agencyKey = await authenticateAgency(bearerToken(request), scope, dependencies)
    const begun = faceRequestOf(response)
    if (begun === undefined) throw new TypeError('beginFaceRequest comes before agencyOnly.')
    begun.agencyKey = agencyKey
    next()
  }
}
