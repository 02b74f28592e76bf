import type { Bundle } from '@bai/credential'
import { ScreenHeading } from '@bai/web-app'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import type { Policy } from '../../src/index.ts'
import { useKiosk } from '../kiosk-context.ts'
import type { KioskSettings } from '../kiosk-settings.ts'
import { AskedClaims } from '../parts/asked-claims.tsx'
import { SettingsPanel } from '../parts/settings-panel.tsx'
import { useTexts } from '../texts/use-texts.ts'

export type ChooseScreenProps = {
  readonly bundle: Bundle | undefined
  readonly settings: KioskSettings
  onChange(changed: Partial<KioskSettings>): void
  onChoose(policy: Policy): void
}

/** The checkpoints of this kiosk, with what each asks for and why; the one that was used last comes first. */
export function ChooseScreen({ bundle, settings, onChange, onChoose }: ChooseScreenProps): ReactNode {
  const { policies } = useKiosk()
  const text = useTexts()
  const isLast = ({ name }: Policy) => name === settings.lastPolicy
  const sorted = [...policies.filter(isLast), ...policies.filter((policy) => !isLast(policy))]
  return (
    <>
      <ScreenHeading>{text.chooseTitle}</ScreenHeading>
      <p>{text.chooseIntro}</p>
      {bundle === undefined && (
        <p className="notice" role="status">
          {text.noBundle}
        </p>
      )}
      {policies.length === 0 && <p className="notice">{text.noPolicies}</p>}
      <ul className="checkpoints">
        {sorted.map((policy) => (
          <li key={policy.name}>
            <Checkpoint policy={policy} bundle={bundle} isLast={isLast(policy)} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      <SettingsPanel settings={settings} onChange={onChange} />
    </>
  )
}

function Checkpoint({
  policy,
  bundle,
  isLast,
  onChoose,
}: Pick<ChooseScreenProps, 'bundle' | 'onChoose'> & { readonly policy: Policy; readonly isLast: boolean }): ReactNode {
  const { language, lastUsed, start } = useTexts()
  const { name, title, client_name, purpose } = policy
  return (
    <article className="card checkpoint" aria-labelledby={`title-${name}`}>
      <h2 id={`title-${name}`}>
        {(title ?? client_name)[language]} {isLast && <small>{lastUsed}</small>}
      </h2>
      <p>{purpose[language]}</p>
      <AskedClaims policy={policy} bundle={bundle} />
      <Button
        id={`start-${name}`}
        aria-labelledby={`start-${name} title-${name}`}
        isDisabled={bundle === undefined}
        onPress={() => onChoose(policy)}
      >
        {start}
      </Button>
    </article>
  )
}
