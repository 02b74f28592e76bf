import { Registry } from 'prom-client'
import type { FaceMetrics } from '../face-ports.ts'
import type { IssuerMetrics } from '../operation-ports.ts'
import { createFaceMetrics } from './face-metrics.ts'
import { createIssuerMetrics, type IssuerMetricsInput } from './issuer-metrics.ts'

/** All metrics of an issuer, in one registry. */
export function createMetrics(input: Omit<IssuerMetricsInput, 'registry'>): {
  readonly metrics: IssuerMetrics
  readonly faceMetrics: FaceMetrics
} {
  const registry = new Registry()
  return { metrics: createIssuerMetrics({ ...input, registry }), faceMetrics: createFaceMetrics(registry) }
}
