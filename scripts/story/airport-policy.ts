import { nationalIdCard } from '@bai/credential'
import { type Policy, PolicySchema } from '@bai/verifier'

/** What an airport needs to see before a domestic flight: a name to hold against the boarding pass, and no more. */
export const airportPolicy: Policy = PolicySchema.parse({
  name: 'airport-domestic',
  client_name: { th: 'ท่าอากาศยาน (สาธิต)', en: 'Airport (demonstration)' },
  purpose: { th: 'ตรวจชื่อกับบัตรโดยสาร', en: 'To compare your name with the boarding pass' },
  dcql_query: {
    credentials: [
      {
        id: 'id_card',
        format: 'dc+sd-jwt',
        meta: { vct_values: [nationalIdCard.vct] },
        claims: [{ path: ['given_name'] }, { path: ['family_name'] }, { path: ['age_equal_or_over', '20'] }],
      },
    ],
  },
})
