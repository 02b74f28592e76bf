import { houseRegistration, nationalIdCard } from '@bai/credential'
import { configurationsOfTypes, registerCatalogue } from '../credential-configurations.ts'

/** Documents whose data come from the register. */
export type RegisterDocument = 'id_card' | 'house_registration'

const CONFIGURATIONS: { readonly [D in RegisterDocument]: readonly string[] } = {
  id_card: configurationsOfTypes(registerCatalogue, [nationalIdCard.id]),
  house_registration: configurationsOfTypes(registerCatalogue, [houseRegistration.id]),
}

/** The credential configurations that documents are issued as. This file alone knows, for all that revokes by document. */
export function configurationIdsOf(documents: Iterable<RegisterDocument>): readonly string[] {
  return [...new Set(documents)].flatMap((document) => CONFIGURATIONS[document])
}

/** The configurations of the document that a configuration is of, itself among them. */
export function configurationsOfSameDocument(configurationId: string): readonly string[] {
  return Object.values(CONFIGURATIONS).find((ids) => ids.includes(configurationId)) ?? [configurationId]
}
