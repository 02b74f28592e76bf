import { createFrameCollector, decodeOfflineMessage, type FrameProgress } from '@bai/credential'
import { CodeScanner, ScreenHeading, useWebApp } from '@bai/web-app'
import { type ReactNode, useRef, useState } from 'react'
import { readQr } from '../code-readers.ts'
import { classify, type Incoming, useIncoming } from '../incoming.ts'
import { useNavigation } from '../router.ts'
import { useShareTexts } from '../texts/share-texts.ts'

/** Reads what a verifier or an issuer shows: an address, or a message in one code or several. */
export function ScanScreen(): ReactNode {
  const text = useShareTexts()
  const { platform } = useWebApp()
  const { go } = useNavigation()
  const { take } = useIncoming()
  const collector = useRef(createFrameCollector(platform))
  const [progress, setProgress] = useState<FrameProgress>()
  const [problem, setProblem] = useState<string>()
  const isDone = useRef(false)

  function onTexts(texts: readonly string[]): void {
    for (const scanned of texts) if (!isDone.current) onText(scanned)
  }

  function onText(scanned: string): void {
    const found = classify(scanned)
    if (found !== undefined) {
      open(found)
      return
    }
    const added = collector.current.add(scanned)
    if (added.kind === 'complete') onMessage(added.message)
    else if (added.kind === 'ignored' && added.received === 0) setProblem(text.notOurs)
    else {
      setProblem(undefined)
      setProgress(added)
    }
  }

  function onMessage(bytes: Uint8Array): void {
    collector.current = createFrameCollector(platform)
    setProgress(undefined)
    try {
      const message = decodeOfflineMessage(bytes, platform)
      if (message.kind === 'request') open({ kind: 'object', text: message.request })
      else setProblem(text.notRequest)
    } catch {
      setProblem(text.notOurs)
    }
  }

  function open(found: Incoming): void {
    isDone.current = true
    take(found)
    go(found.kind === 'offer' ? 'receive' : 'request', undefined, 'replace')
  }

  return (
    <>
      <ScreenHeading>{text.scanTitle}</ScreenHeading>
      <p>{text.scanning}</p>
      {problem !== undefined && (
        <p className="notice" role="alert">
          {problem}
        </p>
      )}
      {progress !== undefined && (
        <p role="status">
          {text.received} {text.parts(progress.received, progress.needed)}
        </p>
      )}
      <CodeScanner read={readQr} pasteLabel={text.paste} onTexts={onTexts} />
    </>
  )
}
