import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { FaceMetricLabels, FaceMetrics } from '../face-ports.ts'

/** Seconds. A comparison takes some tenths; beyond ten nobody waits. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10]

/**
 * What the Face Verification Service did. Labels are endpoints, codes and the ids of keys: of each there are few, and none
 * is a person.
 *
 * @param registry left out: one of its own, for a service without an issuer
 */
export function createFaceMetrics(registry: Registry = new Registry()): FaceMetrics {
  const registers = [registry]
  const duration = new Histogram({
    name: 'bai_face_request_duration_seconds',
    help: 'From the arrival of a request to the end of its answer, waiting for the grid included.',
    labelNames: ['endpoint', 'agency_key'],
    buckets: BUCKETS,
    registers,
  })
  const decisions = new Counter({
    name: 'bai_face_decisions_total',
    help: 'Decisions as they were answered.',
    labelNames: ['endpoint', 'agency_key', 'decision'],
    registers,
  })
  const refusals = new Counter({
    name: 'bai_face_refusals_total',
    help: 'Requests that were refused, by error code.',
    labelNames: ['endpoint', 'agency_key', 'code'],
    registers,
  })
  const portraitFaults = new Counter({
    name: 'bai_face_portrait_faults_total',
    help: 'Comparisons with a portrait of the register that cannot be used.',
    labelNames: ['reason'],
    registers,
  })
  const inFlight = new Gauge({
    name: 'bai_face_requests_in_flight',
    help: 'Requests that are read or worked on now.',
    registers,
  })
  return {
    decided: (labels, decision) => decisions.inc({ ...namesOf(labels), decision }),
    refused: (labels, code) => refusals.inc({ ...namesOf(labels), code }),
    ended: (labels, seconds) => duration.observe(namesOf(labels), seconds),
    portraitFault: (reason) => portraitFaults.inc({ reason }),
    inFlight: (requests) => inFlight.set(requests),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

function namesOf({ endpoint, agencyKeyId = 'none' }: FaceMetricLabels) {
  return { endpoint, agency_key: agencyKeyId }
}
