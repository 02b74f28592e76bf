import type { RandomBytes } from '@bai/credential'
import type { Request, RequestHandler, Response } from 'express'
import type { Timer } from '../face-ports.ts'
import type { EndedRequest } from '../operation-ports.ts'

const REQUEST_ID_BYTES = 12

type Dependencies = {
  readonly randomBytes: RandomBytes
  readonly timer: Timer
  readonly ended: (request: EndedRequest) => void
}

/**
 * Gives each request an id that means nothing, and tells of it when it has ended, however it ended. The id is ours: one
 * that came with the request could be anything, and would be written into the log.
 */
export function observeRequests({ randomBytes, timer, ended }: Dependencies): RequestHandler {
  return (request, response, next) => {
    const startedAt = timer.milliseconds()
    const requestId = Buffer.from(randomBytes(REQUEST_ID_BYTES)).toString('hex')
    response.locals['requestId'] = requestId
    response.set('x-request-id', requestId)
    response.on('close', () =>
      ended({
        requestId,
        method: request.method,
        route: routeOf(request),
        status: response.statusCode,
        code: errorCodeOf(response),
        milliseconds: timer.milliseconds() - startedAt,
        aborted: !response.writableFinished,
      }),
    )
    next()
  }
}

/** The id of the request that is being answered. */
export function requestIdOf(response: Response): string | undefined {
  return response.locals['requestId'] as string | undefined
}

/** Notes what a request was refused with. */
export function noteErrorCode(response: Response, code: string): void {
  response.locals['errorCode'] = code
}

function errorCodeOf(response: Response): string | undefined {
  return response.locals['errorCode'] as string | undefined
}

/** As it stands in the source: of routes there are as many as were written, of paths as many as callers think of. */
function routeOf(request: Request): string {
  const route: unknown = request.route?.path
  return typeof route === 'string' ? request.baseUrl + route : 'none'
}
