import { createFrames, encodeOfflineMessage, type Frames, type OfflineMessage } from '@bai/credential'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { encode } from 'uqr'
import { useWebApp } from '../web-app-context.ts'

/** As much as a code of version 25-M holds: denser ones are hard on the cameras of cheap phones. */
const MAX_FRAME_BYTES = 960
const FRAME_MILLISECONDS = 400
/** ISO/IEC 18004, section 6.3.8: four modules around the code. */
const QUIET_ZONE = 4

export type QrFramesProps = {
  readonly message: OfflineMessage
  readonly label: string
  /** Of the bundle that both sides hold: they are named then, and not carried. */
  readonly certificates?: readonly string[] | undefined
}

/** A message as a QR code, or as several that take turns. */
export function QrFrames({ message, label, certificates }: QrFramesProps): ReactNode {
  const frames = useFrames(message, certificates)
  const [index, setIndex] = useState(0)
  useEffect(() => {
    if (frames.count === 1) return
    const timer = setInterval(() => setIndex((last) => last + 1), FRAME_MILLISECONDS)
    return () => clearInterval(timer)
  }, [frames])
  return <QrCode text={frames.frame(index)} label={label} />
}

/** A message as a sheet of QR codes, for paper: a reader takes them in any order. */
export function QrSheet({ message, label, certificates }: QrFramesProps): ReactNode {
  const frames = useFrames(message, certificates)
  return (
    <div className="qr-sheet">
      {Array.from({ length: frames.count }, (_, i) => frames.frame(i)).map((text, i) => (
        <QrCode key={text} text={text} label={`${label} ${i + 1}/${frames.count}`} />
      ))}
    </div>
  )
}

function useFrames(message: OfflineMessage, certificates: readonly string[] | undefined): Frames {
  const { platform } = useWebApp()
  return useMemo(() => {
    const bytes = encodeOfflineMessage(message, platform, { certificates: certificates ?? [] })
    return createFrames(bytes, { maxFrameBytes: MAX_FRAME_BYTES }, platform)
  }, [message, certificates, platform])
}

/** A text as a QR code. */
export function QrCode({ text, label }: { text: string; label: string }): ReactNode {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET_ZONE })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
