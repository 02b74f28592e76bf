import { type ReactNode, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useTexts } from '../texts/use-texts.ts'
import { FaceHelpPanel } from './face-help-panel.tsx'

/** The portrait, large, for staff to compare; with the camera's help where the policy has it. */
export function PortraitCheck({ portrait, withCamera }: { portrait: string; withCamera: boolean }): ReactNode {
  const text = useTexts()
  const image = useRef<HTMLImageElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="card portrait">
      <h2>{text.compareFace}</h2>
      <div className="faces">
        <figure>
          <img ref={image} src={portrait} alt={text.portrait} />
          <figcaption>{text.face.ofPortrait}</figcaption>
        </figure>
        {isOpen && <FaceHelpPanel portrait={image} />}
      </div>
      {withCamera && !isOpen && (
        <Button className="second" onPress={() => setOpen(true)}>
          {text.face.open}
        </Button>
      )}
    </section>
  )
}
