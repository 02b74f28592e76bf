import type { EnrolmentLog } from '../enrolment-ports.ts'
import type { IssuerMetrics } from '../operation-ports.ts'
import type { CredentialSigner } from '../ports.ts'

/** The signer, each of whose credentials is counted once it is signed. */
export function countCredentials(signer: CredentialSigner, metrics: IssuerMetrics): CredentialSigner {
  // Its other members stay what they are, getters too.
  return Object.create(signer, {
    issue: {
      value: async (input: Parameters<CredentialSigner['issue']>[0]) => {
        const credential = await signer.issue(input)
        metrics.credentialIssued(input.configurationId)
        return credential
      },
    },
  })
}

/** The log, each of whose conclusions is counted once it is written. */
export function countEnrolments(log: EnrolmentLog, metrics: IssuerMetrics): EnrolmentLog {
  return {
    ...log,
    conclude: async (id, conclusion, now) => {
      const concluded = await log.conclude(id, conclusion, now)
      if (concluded) metrics.enrolmentConcluded(conclusion.outcome)
      return concluded
    },
  }
}
