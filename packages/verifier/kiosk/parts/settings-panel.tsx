import type { ReactNode } from 'react'
import { Button, Disclosure, DisclosurePanel, Heading, Label, Radio, RadioGroup, Switch } from 'react-aria-components'
import { CLEAR_AFTER_SECONDS, type KioskSettings } from '../kiosk-settings.ts'
import { useTexts } from '../texts/use-texts.ts'

/** How this kiosk behaves: sound, and how long a verdict stays. */
export function SettingsPanel({
  settings,
  onChange,
}: {
  settings: KioskSettings
  onChange: (changed: Partial<KioskSettings>) => void
}): ReactNode {
  const text = useTexts()
  return (
    <Disclosure className="settings">
      <Heading level={2}>
        <Button slot="trigger" className="link">
          {text.settings}
          <span className="chevron" aria-hidden="true" />
        </Button>
      </Heading>
      <DisclosurePanel>
        <Switch isSelected={settings.sound === 'on'} onChange={(isOn) => onChange({ sound: isOn ? 'on' : 'off' })}>
          <span className="track" aria-hidden="true" />
          {text.sound}
        </Switch>
        <RadioGroup
          value={String(settings.clearAfterSeconds)}
          onChange={(value) => onChange({ clearAfterSeconds: Number(value) })}
        >
          <Label>{text.clearAfter}</Label>
          {CLEAR_AFTER_SECONDS.map((seconds) => (
            <Radio key={seconds} value={String(seconds)}>
              <span className="dot" aria-hidden="true" />
              {text.seconds(seconds)}
            </Radio>
          ))}
        </RadioGroup>
      </DisclosurePanel>
    </Disclosure>
  )
}
