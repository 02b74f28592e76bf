import type { JsonObject } from '@bai/credential'
import { OPERATOR_ROUTES } from './operator-routes.ts'

const VERSION = '1'

/** The operators' API, described from the very table that lets them in (OpenAPI 3.1). */
export function operatorOpenapi(server: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const { method, path, roles, summary } of OPERATOR_ROUTES) {
    const parameters = [...path.matchAll(/:([a-z]+)/g)].map(([, name]) => ({
      name: name!,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }))
    const address = path.replaceAll(/:([a-z]+)/g, '{$1}')
    const operations = paths[address] ?? {}
    operations[method.toLowerCase()] = {
      summary,
      'x-roles': roles,
      ...(parameters.length > 0 && { parameters }),
      responses: {
        '2XX': { description: 'Done.' },
        '401': { $ref: '#/components/responses/Refused' },
        '403': { $ref: '#/components/responses/Refused' },
        '4XX': { $ref: '#/components/responses/Refused' },
      },
    }
    paths[address] = operations
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bai issuer: operators',
      version: VERSION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    security: [{ operator: [] }],
    paths,
    components: {
      securitySchemes: { operator: { type: 'http', scheme: 'bearer' } },
      responses: {
        Refused: {
          description: 'Refused; `code` is stable.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['error', 'error_description', 'code', 'details'],
          properties: {
            error: { type: 'string' },
            error_description: { type: 'string' },
            code: { type: 'string' },
            details: { type: 'object' },
          },
        },
      },
    },
  }
}
