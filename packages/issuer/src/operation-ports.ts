/** A request that has ended, as far as a log or a metric may know it: no address, no header, no query, no body. */
export type EndedRequest = {
  /** Random, and sent back as `x-request-id`. */
  readonly requestId: string
  readonly method: string
  /** The pattern of the route and not the path, which may hold a reference or an id; `none` where nothing was found. */
  readonly route: string
  readonly status: number
  /** Of the `IssuerError` that was answered, or `server_error`. */
  readonly code: string | undefined
  readonly milliseconds: number
  /** The caller went away before the answer was out. */
  readonly aborted: boolean
}

/** Gets each request when it has ended. */
export type RequestLog = (request: EndedRequest) => void

/** Gets errors that are nobody's input; with the id of the request in which they happened, where there is one. */
export type ReportFault = (error: unknown, requestId?: string) => void

/** Gets what jobs have done: a name, and counts. Nobody who reads it learns of a person. */
export type ReportNote = (event: string, counts: Readonly<Record<string, number>>) => void

/** What is counted of the issuer as a whole. Labels are routes, codes and names of configurations: of each there are few. */
export interface IssuerMetrics {
  requestEnded(request: EndedRequest): void
  credentialIssued(configurationId: string): void
  enrolmentConcluded(outcome: string): void
  /** In the text format of Prometheus. */
  text(): Promise<string>
  readonly contentType: string
}

/** What an issuer needs before it is sent requests. */
export const READINESS_PARTS = ['database', 'migrations', 'status_lists', 'not_stopping'] as const
export type ReadinessPart = (typeof READINESS_PARTS)[number]

export interface Readiness {
  /** @returns the parts that are not there now; none: send requests */
  missing(): Promise<readonly ReadinessPart[]>
}
