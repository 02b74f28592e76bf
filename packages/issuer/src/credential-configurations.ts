import { type CredentialType, credentialTypes, SD_JWT_VC_TYP } from '@bai/credential'

/**
 * Forms in which a credential can be had: IETF SD-JWT VC; the W3C data model 2.0 as SD-JWT (VC-JOSE-COSE, section 3.2);
 * the W3C data model 1.1 as JWT (OpenID4VCI 1.0, appendix A.1.1), which discloses all or nothing.
 */
export type CredentialFormat = typeof SD_JWT_VC_TYP | 'vc+sd-jwt' | 'jwt_vc_json'

/** One form in which a type of credential can be had (OpenID4VCI 1.0, section 12.2.4). */
export type CredentialConfiguration = {
  readonly id: string
  readonly type: CredentialType
  readonly format: CredentialFormat
}

const SUFFIXES = { [SD_JWT_VC_TYP]: '', 'vc+sd-jwt': '-w3c', jwt_vc_json: '-jwt' } as const

/** All that an issuer has, by id. An id is also the `scope` that asks for it. */
export type CredentialCatalogue = ReadonlyMap<string, CredentialConfiguration>

/** Each type in every form. */
export function catalogueOf(types: readonly CredentialType[]): CredentialCatalogue {
  return new Map(
    Object.entries(SUFFIXES).flatMap(([format, suffix]) =>
      types.map((type) => {
        const id = type.id + suffix
        return [id, { id, type, format: format as CredentialFormat }]
      }),
    ),
  )
}

/** What the issuer of the population register has. */
export const registerCatalogue: CredentialCatalogue = catalogueOf(credentialTypes)

/** Every form of the given types: what is true of a credential is true of it in each form. */
export function configurationsOfTypes(catalogue: CredentialCatalogue, typeIds: readonly string[]): readonly string[] {
  return [...catalogue.values()].filter(({ type }) => typeIds.includes(type.id)).map(({ id }) => id)
}
