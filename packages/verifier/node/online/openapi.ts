import { ASSURANCE_LEVELS } from '@bai/credential'
import * as z from 'zod'
import { CHECK_CODES, STAGES } from '../../src/index.ts'
import { MakeRequestSchema } from './relying-party-routes.ts'

const text = { type: 'string' } as const
const date = { type: 'string', format: 'date-time' } as const
const bilingual = { type: 'object', properties: { th: text, en: text }, required: ['th', 'en'] } as const
const outcome = { enum: ['accepted', 'rejected', 'undecided'] } as const
const id = [{ name: 'id', in: 'path', required: true, schema: text }] as const

const verdict = {
  type: 'object',
  description: 'The one decision: only `accepted` shows claims. `undecided` is never to be taken for `accepted`.',
  required: ['outcome', 'code', 'presentedBy', 'checks', 'credentials', 'bundle'],
  properties: {
    outcome,
    code: { enum: Object.keys(CHECK_CODES), description: 'Of the check that decided.' },
    presentedBy: { const: 'online' },
    checks: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          stage: { enum: [...STAGES] },
          outcome: { enum: ['passed', 'warning', 'unknown', 'failed'] },
          code: text,
          message: bilingual,
          queryId: text,
          dataAsOf: date,
        },
      },
    },
    credentials: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          queryId: text,
          vct: text,
          issuer: { type: 'object', properties: { id: text, name: bilingual } },
          claims: { type: 'object' },
          restsOn: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                type: text,
                issuer: { type: 'object', properties: { id: text, name: bilingual } },
                level: { enum: [...ASSURANCE_LEVELS] },
                on: text,
              },
            },
          },
        },
      },
    },
    bundle: {
      type: 'object',
      properties: { sequence: { type: 'integer' }, issuedAt: date, nextAt: date, expiresAt: date },
    },
  },
} as const

/** The relying parties' API (OpenAPI 3.1). What wallets call is OpenID4VP 1.0 and stands in no document of ours. */
export function verifierOpenapi(url: string): object {
  const json = (schema: object) => ({ content: { 'application/json': { schema } } })
  const answer = (description: string, schema?: object) => ({ description, ...(schema && json(schema)) })
  const problem = answer('Refused; `code` says why.', { $ref: '#/components/schemas/Problem' })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bai verifier',
      version: '0.1.0',
      description: 'Ask for credentials over OpenID4VP 1.0, and fetch the verdict.',
    },
    servers: [{ url }],
    security: [{ token: [] }],
    paths: {
      '/policies': { get: { summary: 'What may be asked for', responses: { 200: answer('The policies.') } } },
      '/requests': {
        post: {
          summary: 'Make a request',
          requestBody: {
            required: true,
            ...json(z.toJSONSchema(MakeRequestSchema, { io: 'input', unrepresentable: 'any' })),
          },
          responses: {
            201: answer('Made.', { $ref: '#/components/schemas/MadeRequest' }),
            '4XX': problem,
            503: problem,
          },
        },
      },
      '/requests/{id}': {
        parameters: id,
        get: {
          summary: 'What became of it',
          parameters: [
            {
              name: 'response_code',
              in: 'query',
              schema: text,
              description: 'Same device: what the person came back with.',
            },
          ],
          responses: { 200: answer('Its outcome so far.', { $ref: '#/components/schemas/Outcome' }), '4XX': problem },
        },
        delete: { summary: 'Drop it, and its outcome', responses: { 204: answer('Gone.'), '4XX': problem } },
      },
      '/retained': { get: { summary: 'What policies keep', responses: { 200: answer('Until when each says.') } } },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: {
        MadeRequest: {
          type: 'object',
          required: ['id', 'request_uri', 'status_uri', 'qr_uri', 'expires_at'],
          properties: {
            id: { ...text, description: 'For this API; the wallet has another.' },
            request_uri: { ...text, description: 'The whole address that a wallet opens or scans.' },
            status_uri: {
              ...text,
              description: 'For a page that waits: tells that there is an outcome, and not which.',
            },
            qr_uri: { ...text, description: 'The address as a QR code (SVG).' },
            expires_at: date,
          },
        },
        Outcome: {
          type: 'object',
          required: ['id', 'policy', 'status'],
          properties: {
            id: text,
            policy: text,
            status: { enum: ['pending', 'answered', 'refused', 'expired'] },
            verdict,
            error: { ...text, description: 'What the wallet said, where it refused.' },
          },
        },
        Problem: {
          type: 'object',
          required: ['error', 'error_description', 'code', 'details'],
          properties: { error: text, error_description: text, code: text, details: { type: 'object' } },
        },
      },
    },
  }
}
