import { type CredentialType, credentialTypes, SD_JWT_VC_TYP } from '@bai/credential'

/** One form in which a type of credential can be had (OpenID4VCI 1.0, section 12.2.4). */
export type CredentialConfiguration = {
  readonly id: string
  readonly type: CredentialType
  readonly format: typeof SD_JWT_VC_TYP
}

/** All that this issuer has, by id. An id is also the `scope` that asks for it. */
export const credentialConfigurations: ReadonlyMap<string, CredentialConfiguration> = new Map(
  credentialTypes.map((type) => [type.id, { id: type.id, type, format: SD_JWT_VC_TYP }]),
)
