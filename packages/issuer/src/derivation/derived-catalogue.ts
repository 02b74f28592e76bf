import { type CredentialCatalogue, catalogueOf } from '../credential-configurations.ts'
import { credentialTypeOf } from './credential-type-of.ts'
import type { Derivation } from './derivation.ts'

/** What an agency issues, by its derivations. */
export function derivedCatalogue(derivations: ReadonlyMap<string, Derivation>): CredentialCatalogue {
  return catalogueOf([...derivations.values()].map(credentialTypeOf))
}
