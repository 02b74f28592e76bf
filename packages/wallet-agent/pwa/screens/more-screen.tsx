import { ScreenHeading } from '@bai/web-app'
import type { ReactNode } from 'react'
import { AskedTwice } from '../parts/asked-twice.tsx'
import { BundleCard } from '../parts/bundle-card.tsx'
import { ChangePin } from '../parts/change-pin.tsx'
import { PasskeySetting } from '../parts/passkey-setting.tsx'
import { Preferences } from '../parts/preferences.tsx'
import { useMoreTexts } from '../texts/more-texts.ts'
import { useAction } from '../use-action.ts'
import { useShell } from '../wallet-context.ts'
import { WALLET_VERSION } from '../wallet-version.ts'

/** Everything that is not needed every day. */
export function MoreScreen(): ReactNode {
  const text = useMoreTexts()
  const { passkeys } = useShell()
  return (
    <>
      <ScreenHeading>{text.title}</ScreenHeading>
      <section>
        <h2>{text.phone}</h2>
        <ul className="choices">
          <PhoneLink screen="backup" label={text.backup} hint={text.backupHint} />
          <PhoneLink screen="restore" label={text.restore} hint={text.restoreHint} />
          <PhoneLink screen="lost" label={text.lost} hint={text.lostHint} />
        </ul>
      </section>
      <section>
        <h2>{text.settings}</h2>
        <Preferences />
        <ChangePin />
        {passkeys === 'supported' && <PasskeySetting />}
      </section>
      <BundleCard />
      <section>
        <h2>{text.offline}</h2>
        <ul>
          {text.worksOffline.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
        <p>{text.needsNetwork}</p>
      </section>
      <section>
        <h2>{text.about}</h2>
        <p>{text.version(WALLET_VERSION)}</p>
        <p>{text.licence}</p>
      </section>
      <DeleteEverything />
    </>
  )
}

function PhoneLink({ screen, label, hint }: { screen: string; label: string; hint: string }): ReactNode {
  return (
    <li>
      <a className="button second" href={`#/${screen}`}>
        {label}
      </a>
      <p className="hint">{hint}</p>
    </li>
  )
}

function DeleteEverything(): ReactNode {
  const text = useMoreTexts()
  const { startOver } = useShell()
  const deleting = useAction(startOver)
  return (
    <section className="ends">
      <AskedTwice
        label={text.deleteAll}
        hint={text.deleteAllHint}
        sure={text.deleteAllSure}
        keep={text.keep}
        isRunning={deleting.isRunning}
        onSure={() => void deleting.run()}
      />
    </section>
  )
}
