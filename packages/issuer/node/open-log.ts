import { pino } from 'pino'
import type { EndedRequest, ReportFault, RequestLog } from '../src/index.ts'
import { describeFault } from './describe-fault.ts'

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export type Log = {
  readonly request: RequestLog
  readonly fault: ReportFault
  /** Something that happened to the process. @param event a name, like `stopping` */
  note(event: string, fields?: Readonly<Record<string, string | number>>): void
}

/** What is asked every few seconds by machines, and would bury the rest. */
const WATCHED = new Set(['/healthz', '/health', '/readyz', '/metrics'])

/**
 * A log of JSON lines on standard error (or a file descriptor), written before the call returns, so that the last line
 * before an end is there. What goes in is named field by field: nothing of a request is ever passed on whole.
 */
export function openLog({ level, descriptor = 2 }: { readonly level: LogLevel; readonly descriptor?: number }): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: descriptor, sync: true }),
  )
  return {
    request: (request) => logger[levelOf(request)](fieldsOf(request)),
    fault: (error, requestId) =>
      logger.error({
        event: 'fault',
        ...(requestId !== undefined && { request_id: requestId }),
        ...describeFault(error),
      }),
    note: (event, fields = {}) => logger.info({ event, ...fields }),
  }
}

function levelOf({ route, status }: EndedRequest): 'warn' | 'info' | 'debug' {
  if (WATCHED.has(route)) return 'debug'
  return status >= 500 ? 'warn' : 'info'
}

function fieldsOf({ requestId, method, route, status, code, milliseconds, aborted }: EndedRequest) {
  return {
    event: 'request',
    request_id: requestId,
    method,
    route,
    status,
    ...(code !== undefined && { code }),
    ms: Math.round(milliseconds * 10) / 10,
    ...(aborted && { aborted }),
  }
}
