import type { IssuerDependencies } from '../ports.ts'
import type { AfterEnrolment } from './complete-enrolment.ts'
import { completeSignIn, type SignInKey } from './complete-sign-in.ts'

export type EnrolledSignIn = { readonly outcome: 'approved' | 'review'; readonly redirectTo: string }

/**
 * What follows on an enrolment that was the sign-in of an authorization request: the wallet gets its code. While the
 * enrolment is under review the code is good too, and the credentials are deferred.
 *
 * @throws IssuerError `authorization_request_unknown`
 */
export function signInAfterEnrolment(key: SignInKey, dependencies: IssuerDependencies): AfterEnrolment<EnrolledSignIn> {
  return async ({ enrolmentId, subjectHash, outcome }) => ({
    outcome,
    redirectTo: await completeSignIn(key, { subjectHash, enrolmentId }, dependencies),
  })
}
