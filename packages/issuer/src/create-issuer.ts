import type { Platform, RandomBytes } from '@bai/credential'
import type { Express, Router } from 'express'
import type { Kysely } from 'kysely'
import { registerClaims } from './claims/claims-source.ts'
import { dossierClaims } from './claims/dossier-claims.ts'
import type { IssuerConfiguration } from './configuration.ts'
import { createAuthorizationStores } from './create-authorization-stores.ts'
import { createFaceVerificationStores } from './create-face-verification-stores.ts'
import { createOperatorStores } from './create-operator-stores.ts'
import { registerCatalogue } from './credential-configurations.ts'
import { createAttemptStore } from './database/attempt-store.ts'
import { createDossierStore } from './database/dossier-store.ts'
import { createEnrolmentLog } from './database/enrolment-log.ts'
import { createEnrolmentSessionStore } from './database/enrolment-session-store.ts'
import { createIssuanceStore } from './database/issuance-store.ts'
import { createNonceStore } from './database/nonce-store.ts'
import { createOfferStore } from './database/offer-store.ts'
import { createRenewalStore } from './database/renewal-store.ts'
import { createReviewStore } from './database/review-store.ts'
import type { Schema } from './database/schema.ts'
import { derivedCatalogue } from './derivation/derived-catalogue.ts'
import type { DerivationDependencies } from './derivation-ports.ts'
import type { PictureSeal } from './enrolment-ports.ts'
import { IssuerError } from './errors.ts'
import type { CompareFaces, Liveness, PortraitSource, Timer } from './face-ports.ts'
import { createApp } from './http/create-app.ts'
import { countCredentials, countEnrolments } from './metrics/counted-ports.ts'
import { createMetrics } from './metrics/create-metrics.ts'
import type { Readiness, ReportFault, RequestLog } from './operation-ports.ts'
import type { CredentialSigner, RequestEncryption, Secrets, ShrinkPortrait } from './ports.ts'
import { applyLifeEvents } from './registry/apply-life-events.ts'
import { importRegister } from './registry/import-register.ts'
import { createPortraitSource } from './registry/portrait-source.ts'
import { createRegisterStore, type RegisterStore } from './registry/register-store.ts'
import type { StatusPublisher } from './status-ports.ts'

export type AgencyInput = Pick<DerivationDependencies, 'derivations' | 'desk' | 'records' | 'recordKey'> & {
  /** Of the desk: what wallets call. */
  readonly deskRouter: Router
  /** `deriveKey(masterKey, 'dossiers')` */
  readonly sealingKey: Uint8Array
}

export type CreateIssuerInput = {
  readonly db: Kysely<Schema>
  readonly configuration: IssuerConfiguration
  /** For an agency, which has no register and derives its credentials from what people present. */
  readonly derivations?: AgencyInput | undefined
  readonly secrets: Secrets
  readonly credentialSigner: CredentialSigner
  readonly requestEncryption: RequestEncryption
  /** Published once before the first request is answered, and on a period from then on. */
  readonly statusPublisher: StatusPublisher
  /** A register that is kept elsewhere; left out: the tables of the database, which can be imported into. */
  readonly register?: (RegisterStore & PortraitSource) | undefined
  readonly compareFaces: CompareFaces
  readonly liveness: Liveness
  readonly pictureSeal: PictureSeal
  /** Left out: portraits stand in credentials as the register has them. */
  readonly shrinkPortrait?: ShrinkPortrait | undefined
  readonly platform: Platform
  readonly randomBytes: RandomBytes
  readonly now: () => Date
  readonly timer: Timer
  /** Left out, nobody is an operator. */
  readonly operatorToken?: string | undefined
  /** Reverse proxies in front whose word on the caller's address is taken; left out: none. */
  readonly trustedProxies?: number | undefined
  /** May read metrics and nothing else; left out, the operator's token does. */
  readonly metricsToken?: string | undefined
  /** Whether metrics tell of the process too; for one issuer in a process. */
  readonly processMetrics?: boolean | undefined
  readonly readiness: Readiness
  /** Left out: nobody is told of requests. */
  readonly requestLog?: RequestLog | undefined
  /** Gets errors that are nobody's input. What a database or a parser throws may quote what it was given. */
  readonly report: ReportFault
}

/** The issuer as an express application, on a database that is open and migrated. */
export function createIssuer(input: CreateIssuerInput): Express {
  const { db, secrets, randomBytes, now, operatorToken, metricsToken, statusPublisher } = input
  const { metrics, faceMetrics } = createMetrics({ statusPublisher, now, withProcess: input.processMetrics ?? false })
  const register = input.register ?? createRegisterStore(db)
  return createApp({
    ...input,
    ...issuedBy(input, register),
    shrinkPortrait: input.shrinkPortrait ?? (async (portrait) => portrait),
    trustedProxies: input.trustedProxies ?? 0,
    register,
    offers: createOfferStore(db),
    ...createAuthorizationStores(db),
    ...createOperatorStores(db),
    nonces: createNonceStore(db),
    issuances: createIssuanceStore({ db, randomBytes, openLists: statusPublisher.openLists }),
    credentialSigner: countCredentials(input.credentialSigner, metrics),
    enrolments: countEnrolments(createEnrolmentLog(db), metrics),
    enrolmentSessions: createEnrolmentSessionStore(db),
    reviews: createReviewStore(db),
    attempts: createAttemptStore(db),
    portraits: input.register ?? createPortraitSource({ db, subjectHash: secrets.subjectHash }),
    ...createFaceVerificationStores(db),
    faceMetrics,
    metrics,
    metricsTokenHash: metricsToken === undefined ? undefined : secrets.tokenHash(metricsToken),
    requestLog: input.requestLog ?? (() => {}),
    operatorTokenHash: operatorToken === undefined ? undefined : secrets.tokenHash(operatorToken),
    renewals: createRenewalStore(db),
    importRegister: async (text, format) => {
      if (input.register !== undefined) throw registerElsewhere()
      return importRegister(text, { db, subjectHash: secrets.subjectHash, now, format })
    },
    applyLifeEvents: async (text, format, actor) => {
      if (input.register !== undefined) throw registerElsewhere()
      return applyLifeEvents(text, { db, subjectHash: secrets.subjectHash, now, format, actor })
    },
  })
}

/** Where claims come from, and what is made of them: the register, or for an agency what people present. */
function issuedBy({ db, derivations, configuration, randomBytes, now }: CreateIssuerInput, register: RegisterStore) {
  if (derivations === undefined) {
    const claimsSource = registerClaims({ register, configuration, now })
    return { catalogue: registerCatalogue, claimsSource, agency: undefined }
  }
  const { sealingKey, deskRouter, ...ports } = derivations
  const dossiers = createDossierStore({ db, sealingKey, randomBytes })
  return {
    catalogue: derivedCatalogue(ports.derivations),
    claimsSource: dossierClaims({ dossiers, derivations: ports.derivations, now }),
    agency: { ...ports, dossiers, deskRouter },
  }
}

function registerElsewhere(): IssuerError<'register_elsewhere'> {
  const message = 'This issuer reads the register of a linkage service; what is imported here would be read by nobody.'
  return new IssuerError('register_elsewhere', message, {})
}
