import type { CredentialQuery } from '@bai/credential'
import { type LoggedWallet, record } from '../history/record.ts'
import { sendRefusal } from '../online/send-answer.ts'
import type { AskedRequest } from './asked-request.ts'

/**
 * Says no. The verifier is told the same whether the person did not want to or had nothing to show (ARF 3.0, RPA_11), and
 * is not told at all where the request came by QR code. What was asked for is written down in any case.
 *
 * @returns where the person goes on, on the same device
 * @throws WalletError `verifier_refused`; CredentialError `address_unreachable`
 */
export async function decline(asked: AskedRequest, wallet: LoggedWallet): Promise<string | undefined> {
  const { request, asker, manner } = asked
  const { party, purpose } = asker
  await record(
    {
      kind: 'declined',
      manner,
      party,
      ...(purpose !== undefined && { purpose }),
      credentials: request.dcql_query.credentials.map((query) => ({
        vct: typeOf(query),
        claims: (query.claims ?? []).map(({ path }) => path.map((step) => step ?? '*').join('.')),
      })),
    },
    wallet,
  )
  if (asked.manner !== 'online') return undefined
  return (await sendRefusal(asked.request, wallet)).redirectUri
}

function typeOf(query: CredentialQuery): string {
  const types = query.format === 'dc+sd-jwt' ? query.meta.vct_values : query.meta.type_values.flat()
  return types[0] ?? query.id
}
