import type { Bundle } from '@bai/credential'
import { formatMoment, latinNameOf, nameOf, portraitOf, ScreenHeading } from '@bai/web-app'
import { type ReactNode, useEffect } from 'react'
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import { CHECK_CODES, type Policy, type Verdict } from '../../src/index.ts'
import { useKiosk } from '../kiosk-context.ts'
import type { KioskSettings } from '../kiosk-settings.ts'
import { BoardingPassCheck } from '../parts/boarding-pass-check.tsx'
import { CheckList } from '../parts/check-list.tsx'
import { ClearTimer } from '../parts/clear-timer.tsx'
import { PortraitCheck } from '../parts/portrait-check.tsx'
import { ShownClaims } from '../parts/shown-claims.tsx'
import { VerdictSign } from '../parts/verdict-sign.tsx'
import { useTexts } from '../texts/use-texts.ts'
import { soundVerdict } from '../verdict-sound.ts'

/** The verdict, to be read from two metres, and below it what it rests on. It is gone with the next person. */
export function VerdictScreen({
  policy,
  verdict,
  bundle,
  settings,
  onNext,
}: {
  policy: Policy
  verdict: Verdict
  bundle: Bundle
  settings: KioskSettings
  onNext: () => void
}): ReactNode {
  const text = useTexts()
  const { outcome, credentials, checks } = verdict
  const warnings = checks.filter((check) => check.outcome === 'warning')
  const portrait = portraitOf(credentials)
  const latinName = latinNameOf(credentials)
  useSound(outcome, settings)
  return (
    <div className={`verdict ${outcome}`}>
      <Banner verdict={verdict} />
      {warnings.length > 0 && outcome === 'accepted' && (
        <section className="notice" aria-label={text.warnings}>
          <ul>
            {warnings.map(({ code, queryId = '', message }) => (
              <li key={`${queryId}/${code}`}>{message[text.language]}</li>
            ))}
          </ul>
        </section>
      )}
      <div className="actions">
        <Button className="large" onPress={onNext}>
          {text.next}
        </Button>
        <ClearTimer seconds={settings.clearAfterSeconds} onElapsed={onNext} />
      </div>
      <div className="evidence">
        {portrait !== undefined && <PortraitCheck portrait={portrait} withCamera={policy.face_check === 'camera'} />}
        <ShownClaims credentials={credentials} bundle={bundle} />
      </div>
      {policy.name_check === 'boarding-pass' && latinName !== undefined && <BoardingPassCheck name={latinName} />}
      <Disclosure className="card folded">
        <Heading level={2}>
          <Button slot="trigger" className="link">
            {text.allChecks}
            <span className="chevron" aria-hidden="true" />
          </Button>
        </Heading>
        <DisclosurePanel>
          <CheckList checks={checks} />
          <p>
            {text.shownBy}: {text.manners[verdict.presentedBy]}.{' '}
            {text.dataOf(formatMoment(verdict.bundle.issuedAt, text.language))}
          </p>
        </DisclosurePanel>
      </Disclosure>
    </div>
  )
}

/** Colour, shape and word, each enough by itself; then the sentence of the check that decided, and the name. */
function Banner({ verdict: { outcome, code, credentials } }: { verdict: Verdict }): ReactNode {
  const text = useTexts()
  const name = nameOf(credentials, text.language)
  const other = text.language === 'th' ? 'en' : 'th'
  return (
    <section className="banner" role="alert">
      <VerdictSign outcome={outcome} />
      <div>
        <ScreenHeading>
          {text.outcomes[outcome]} <span lang={other}>{text.outcomesOther[outcome]}</span>
        </ScreenHeading>
        {outcome !== 'accepted' && <p className="reason">{CHECK_CODES[code].message[text.language]}</p>}
        {outcome === 'undecided' && <p>{text.undecidedAdvice}</p>}
        {name !== undefined && <p className="name">{name}</p>}
      </div>
    </section>
  )
}

function useSound(outcome: Verdict['outcome'], { sound }: KioskSettings): void {
  const { openAudio } = useKiosk()
  useEffect(() => {
    if (sound === 'off') return
    const audio = openAudio()
    soundVerdict(outcome, audio)
    return () => void audio.close()
  }, [outcome, sound, openAudio])
}
