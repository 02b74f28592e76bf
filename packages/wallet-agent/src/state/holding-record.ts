import * as z from 'zod'
import type { Holding } from '../holding.ts'

const CopySchema = z.strictObject({
  keyId: z.string(),
  credential: z.string(),
  expiresAt: z.string().optional(),
  usedAt: z.string().optional(),
})
const access = { authorizationServer: z.string(), clientId: z.string().optional(), dpopKeyId: z.string().optional() }

/** A holding as every store writes it; what is in a store is checked when it is read. */
export const HoldingSchema: z.ZodType<Holding> = z.strictObject({
  id: z.string(),
  configurationId: z.string(),
  vct: z.string(),
  issuer: z.string(),
  receivedAt: z.string(),
  copies: z.array(CopySchema).readonly(),
  grant: z.strictObject({ ...access, refreshToken: z.string() }).optional(),
  deferral: z
    .strictObject({
      ...access,
      transactionId: z.string(),
      keyIds: z.array(z.string()).readonly(),
      askAgainAt: z.string(),
      accessToken: z.string(),
    })
    .optional(),
})
