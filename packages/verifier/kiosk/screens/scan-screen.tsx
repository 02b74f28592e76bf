import { CredentialError, createFrameCollector, type FrameProgress } from '@bai/credential'
import { CodeScanner, ScreenHeading } from '@bai/web-app'
import { type ReactNode, useRef, useState } from 'react'
import { Button, Label, ProgressBar } from 'react-aria-components'
import { CHECK_CODES, type Policy } from '../../src/index.ts'
import { readQr } from '../code-readers.ts'
import type { Decision } from '../decide.ts'
import { useKiosk } from '../kiosk-context.ts'
import { useTexts } from '../texts/use-texts.ts'

export type ScanScreenProps = {
  readonly policy: Policy
  /** Decides; what is no verdict is told here, and scanning goes on. */
  onMessage(message: Uint8Array): Promise<Decision>
  onBack(): void
}

const NOTHING: FrameProgress = { kind: 'ignored', received: 0, needed: 0 }

/** Takes codes until a whole message is there. */
export function ScanScreen({ policy, onMessage, onBack }: ScanScreenProps): ReactNode {
  const text = useTexts()
  const { platform } = useKiosk()
  const collector = useRef(createFrameCollector(platform))
  const [progress, setProgress] = useState(NOTHING)
  const [problem, setProblem] = useState<string>()
  const isBusy = useRef(false)

  async function take(message: Uint8Array): Promise<void> {
    isBusy.current = true
    let isDecided = false
    try {
      const decision = await onMessage(message)
      isDecided = decision.kind === 'verdict'
      if (decision.kind !== 'verdict') setProblem(text.scanProblems[decision.kind])
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error
      const { code }: CredentialError = error
      setProblem(CHECK_CODES[code].message[text.language])
    } finally {
      collector.current = createFrameCollector(platform)
      // After a verdict this screen still sees frames until it is gone: a code decided twice would pass for a replay.
      if (!isDecided) isBusy.current = false
      setProgress(NOTHING)
    }
  }

  function collect(texts: readonly string[]): void {
    if (isBusy.current) return
    for (const frame of texts) {
      const next = collector.current.add(frame)
      if (next.kind === 'complete') return void take(next.message)
      if (next.kind === 'partial') setProblem(undefined)
      else if (next.received === 0) setProblem(text.scanProblems.notOurs)
      setProgress(next)
    }
  }

  const { presented_by: manners, title, client_name } = policy
  return (
    <div className="scan">
      <p className="where">{(title ?? client_name)[text.language]}</p>
      <ScreenHeading>{manners.includes('two-scan') ? text.scanAnswer : text.scanCode}</ScreenHeading>
      <p>{text.scanHint}</p>
      <CodeScanner read={readQr} pasteLabel={text.paste} onTexts={collect} />
      {progress.needed > 1 && (
        <ProgressBar
          value={progress.received}
          maxValue={progress.needed}
          valueLabel={text.parts(progress.received, progress.needed)}
        >
          {({ percentage, valueText }) => (
            <>
              <Label>{text.progress}</Label> <span>{valueText}</span>
              <progress value={percentage} max={100} aria-hidden="true" />
            </>
          )}
        </ProgressBar>
      )}
      {problem !== undefined && (
        <p className="notice" role="alert">
          {problem}
        </p>
      )}
      <ul className="manners">
        {manners.includes('one-scan') && <li>{text.scanOneScan}</li>}
        {manners.includes('printed') && <li>{text.scanPrinted}</li>}
      </ul>
      <Button className="second" onPress={onBack}>
        {text.back}
      </Button>
    </div>
  )
}
