import { createFrames, encodeOfflineMessage, type OfflineMessage } from '@bai/credential'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { encode } from 'uqr'
import { useWebApp } from '../web-app-context.ts'

/** As much as a code of version 25-M holds: denser ones are hard on the cameras of cheap phones. */
const MAX_FRAME_BYTES = 960
const FRAME_MILLISECONDS = 400
/** ISO/IEC 18004, section 6.3.8: four modules around the code. */
const QUIET_ZONE = 4

/** A message as a QR code, or as several that take turns. */
export function QrFrames({ message, label }: { message: OfflineMessage; label: string }): ReactNode {
  const { platform } = useWebApp()
  const frames = useMemo(
    () => createFrames(encodeOfflineMessage(message, platform), { maxFrameBytes: MAX_FRAME_BYTES }, platform),
    [message, platform],
  )
  const [index, setIndex] = useState(0)
  useEffect(() => {
    if (frames.count === 1) return
    const timer = setInterval(() => setIndex((last) => last + 1), FRAME_MILLISECONDS)
    return () => clearInterval(timer)
  }, [frames])
  return <QrCode text={frames.frame(index)} label={label} />
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
