import type { ReactNode } from 'react'
import { type Holding, issuerParty, record, revokeHolding } from '../../src/index.ts'
import { useNavigation } from '../router.ts'
import { useDocumentsTexts } from '../texts/documents-texts.ts'
import { useAction } from '../use-action.ts'
import { type OpenedWallet, useWallet } from '../wallet-context.ts'
import { AskedTwice } from './asked-twice.tsx'
import { Problem } from './problem.tsx'
import { useStanding } from './standing-badge.tsx'

/** The two ways in which a document ends: revoked for everybody, or only gone from this device. Each is asked twice. */
export function DocumentEnd({ holding }: { holding: Holding }): ReactNode {
  const text = useDocumentsTexts()
  const wallet = useWallet()
  const { go } = useNavigation()
  const { kind } = useStanding(holding)
  const revoking = useAction(() => revokeHolding(holding.id, wallet))
  const removing = useAction(async () => {
    await removeHolding(holding, wallet)
    go('documents', undefined, 'replace')
  })
  return (
    <section className="ends">
      {kind !== 'owed' && kind !== 'revoked' && (
        <AskedTwice
          label={text.revoke}
          hint={text.revokeHint}
          sure={text.revokeSure}
          keep={text.keep}
          isRunning={revoking.isRunning}
          onSure={() => void revoking.run()}
        />
      )}
      {revoking.error !== undefined && <Problem error={revoking.error} />}
      <AskedTwice
        label={text.remove}
        hint={text.removeHint}
        sure={text.removeSure}
        keep={text.keep}
        isRunning={removing.isRunning}
        onSure={() => void removing.run()}
      />
      {removing.error !== undefined && <Problem error={removing.error} />}
    </section>
  )
}

async function removeHolding(
  { id, issuer, vct, copies, deferral, grant }: Holding,
  wallet: OpenedWallet,
): Promise<void> {
  await wallet.credentials.remove(id)
  const keys = [...copies.map(({ keyId }) => keyId), ...(deferral?.keyIds ?? [])]
  const dpop = [grant?.dpopKeyId, deferral?.dpopKeyId].filter((key) => key !== undefined)
  await wallet.keys.removeKeys([...keys, ...dpop])
  const party = issuerParty(issuer, await wallet.openBundle?.())
  await record({ kind: 'removed', party, credentials: [{ vct, claims: [] }] }, wallet)
}
