import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client'
import type { IssuerMetrics } from '../operation-ports.ts'
import type { StatusPublisher } from '../status-ports.ts'

/** Seconds. Most answers take hundredths; a batch of credentials tenths, an enrolment seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** What HTTP has and this issuer answers; anything else that a caller sends is one series. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])

export type IssuerMetricsInput = {
  readonly registry: Registry
  readonly statusPublisher: Pick<StatusPublisher, 'state'>
  readonly now: () => Date
  /** Memory, event loop and garbage collection of the process; once in a process. */
  readonly withProcess: boolean
}

/** Registers what is counted of the issuer as a whole. */
export function createIssuerMetrics({
  registry,
  statusPublisher,
  now,
  withProcess,
}: IssuerMetricsInput): IssuerMetrics {
  const registers = [registry]
  if (withProcess) collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'bai_http_requests_total',
    help: 'Requests that were answered, by the pattern of their route.',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const duration = new Histogram({
    name: 'bai_http_request_duration_seconds',
    help: 'From the head of a request to the end of its answer.',
    labelNames: ['method', 'route'],
    buckets: BUCKETS,
    registers,
  })
  const refusals = new Counter({
    name: 'bai_refusals_total',
    help: 'Requests that were refused, by error code (docs/errors.md).',
    labelNames: ['code'],
    registers,
  })
  const issued = new Counter({
    name: 'bai_credentials_issued_total',
    help: 'Credentials that were signed, each copy for itself.',
    labelNames: ['configuration'],
    registers,
  })
  const enrolments = new Counter({
    name: 'bai_enrolments_total',
    help: 'Enrolments that came to an end or to a registrar.',
    labelNames: ['outcome'],
    registers,
  })
  registerStatusGauges(registers, statusPublisher, now)
  return {
    requestEnded: ({ method, route, status, code, milliseconds }) => {
      const labels = { method: METHODS.has(method) ? method : 'other', route }
      requests.inc({ ...labels, status })
      duration.observe(labels, milliseconds / 1000)
      if (code !== undefined) refusals.inc({ code })
    },
    credentialIssued: (configuration) => issued.inc({ configuration }),
    enrolmentConcluded: (outcome) => enrolments.inc({ outcome }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** Read when somebody asks. Ages have no value before the first publication. */
function registerStatusGauges(
  registers: Registry[],
  statusPublisher: Pick<StatusPublisher, 'state'>,
  now: () => Date,
): void {
  const age = (since: Date | undefined) =>
    since === undefined ? Number.NaN : (now().getTime() - since.getTime()) / 1000
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  gauge('bai_status_lists', 'Status lists that are published.', () => statusPublisher.state().lists)
  gauge('bai_status_publication_age_seconds', 'Since this process last looked through all lists.', () =>
    age(statusPublisher.state().lastPassAt),
  )
  gauge('bai_status_signature_age_seconds', 'Since a list was last signed, by whichever process.', () =>
    age(statusPublisher.state().lastPublishedAt),
  )
  const cascade = () => statusPublisher.state().cascade
  gauge('bai_cascade_age_seconds', 'Since this process of an agency last looked for revoked sources.', () =>
    age(cascade()?.lastPassAt),
  )
  gauge(
    'bai_cascade_ended',
    'Derivations whose credentials were revoked with a source, since the start.',
    () => cascade()?.ended ?? 0,
  )
  gauge(
    'bai_cascade_unfollowed',
    'Derivations that live and of a source of which nothing is known.',
    () => cascade()?.unfollowed ?? 0,
  )
}
