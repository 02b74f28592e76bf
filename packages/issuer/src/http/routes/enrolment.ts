import { credentialTypes, parseCitizenNumber, ThaiFormatError } from '@bai/credential'
import express, { Router } from 'express'
import * as z from 'zod'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { enrolCitizen } from '../../use-cases/enrol-citizen.ts'
import { parseBody } from '../parse-body.ts'

/** 10 MB of picture are 13.4 MB of base64. */
const MAX_SELFIE = 14_000_000

const EnrolmentSchema = z.strictObject({
  citizen_number: z.string().min(13).max(30),
  birth_date: z.string().regex(/^\d{8}$/, 'YYYYMMDD in the Buddhist era, 00 for an unknown month or day'),
  laser_code: z.string().min(10).max(20),
  selfie: z.base64().min(100).max(MAX_SELFIE),
  credential_types: z
    .array(z.string().max(100))
    .min(1)
    .max(10)
    .default(() => credentialTypes.map(({ id }) => id)),
})

/** `POST /enrolments`: three factors and a face, for an offer. The picture is not kept. */
export function enrolmentRoutes(dependencies: IssuerDependencies): Router {
  const router = Router()
  router.post('/enrolments', express.json({ limit: '15mb' }), async (request, response) => {
    const body = parseBody(EnrolmentSchema, request.body)
    const offer = await enrolCitizen(
      {
        citizenNumber: citizenNumber(body.citizen_number),
        birthDate: body.birth_date,
        laserCode: body.laser_code,
        selfie: Buffer.from(body.selfie, 'base64'),
        address: request.ip ?? 'unknown',
        configurationIds: body.credential_types,
      },
      dependencies,
    )
    response.status(201).json({
      credential_offer_uri: offer.offerUri,
      tx_code: offer.txCode,
      expires_at: offer.expiresAt.toISOString(),
    })
  })
  return router
}

/** Reads a number as people write it, and tells at once when its check digit is wrong. @throws IssuerError `request_malformed` */
export function citizenNumber(text: string) {
  try {
    return parseCitizenNumber(text)
  } catch (error) {
    if (!(error instanceof ThaiFormatError)) throw error
    const details = { field: 'citizen_number', expected: error.code }
    throw new IssuerError('request_malformed', `citizen_number: ${error.message}`, details)
  }
}
