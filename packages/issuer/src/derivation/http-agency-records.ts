import * as z from 'zod'
import type { AgencyRecords } from '../derivation-ports.ts'
import { IssuerError } from '../errors.ts'
import { createLinkageClient, type LinkageClientOptions } from '../registry/linkage-client.ts'

const AnswerSchema = z.strictObject({ record: z.record(z.string().max(200), z.json()).nullable() })

/**
 * Records of an agency behind a service of its own, by the contract in docs/agency-records.md. Asked as a linkage service
 * is: bounded in time and size, tried again, and left alone for a while when it is down.
 *
 * @throws IssuerError `configuration_malformed` for an address that is no https, nor http on loopback
 */
export function httpAgencyRecords(options: LinkageClientOptions): AgencyRecords {
  refuseUnsafe(options.url)
  const ask = createLinkageClient(options)
  return {
    find: async (key) => {
      try {
        const { record } = await ask('/records/lookup', { key }, AnswerSchema)
        return record ?? undefined
      } catch (error) {
        throw asOfTheRecords(error)
      }
    },
  }
}

/** The client speaks of the population register; this is another service, and somebody else puts it right. */
function asOfTheRecords(error: unknown): unknown {
  if (!(error instanceof IssuerError)) return error
  const { code, details } = error as IssuerError
  if (code === 'register_unavailable' && 'retryAfterSeconds' in details && 'reason' in details) {
    const { retryAfterSeconds, reason } = details
    const message = `The agency's records do not answer; try again in ${retryAfterSeconds} seconds.`
    return new IssuerError('agency_records_unavailable', message, { retryAfterSeconds, reason }, { cause: error })
  }
  if (code === 'register_answer_malformed' && 'reason' in details) {
    const message = "The agency's records answered what is no answer by their contract; tell their operator."
    return new IssuerError('agency_records_answer_malformed', message, { reason: details.reason }, { cause: error })
  }
  return error
}

function refuseUnsafe(url: string): void {
  const { protocol, hostname, search, hash } = new URL(url)
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  if ((protocol === 'https:' || (protocol === 'http:' && isLoopback)) && search === '' && hash === '') return
  const message = 'The agency records must have an https address (http on loopback), without query or fragment.'
  throw new IssuerError('configuration_malformed', message, { field: 'agency_records_url' })
}
