import { type ReactNode, useState } from 'react'
import { Button, FileTrigger, Label, TextArea, TextField } from 'react-aria-components'
import { CameraView } from '../camera/camera-view.tsx'
import { useCamera } from '../camera/use-camera.ts'
import { useWebAppTexts } from '../texts.ts'
import type { CodeReader } from './code-reader.ts'
import { useCodeLoop } from './use-code-loop.ts'

export type CodeScannerProps = {
  readonly read: CodeReader
  /** What the field for pasted text is called. */
  readonly pasteLabel: string
  /** Called with what the codes in view say, again and again. */
  onTexts(texts: readonly string[]): void
}

/** Reads codes from the camera, and for machines without one from pictures and pasted text. */
export function CodeScanner({ read, pasteLabel, onTexts }: CodeScannerProps): ReactNode {
  const text = useWebAppTexts()
  const state = useCamera()
  useCodeLoop(state.video, read, onTexts)
  return (
    <div className="scanner">
      <CameraView state={state} />
      <details open={typeof state.camera === 'string'}>
        <summary>{text.otherWays}</summary>
        <PictureInput read={read} onTexts={onTexts} />
        <PasteInput label={pasteLabel} onTexts={onTexts} />
      </details>
    </div>
  )
}

function PictureInput({ read, onTexts }: Omit<CodeScannerProps, 'pasteLabel'>): ReactNode {
  const text = useWebAppTexts()
  const [isEmpty, setEmpty] = useState(false)

  async function readFiles(files: readonly File[]): Promise<void> {
    const texts = await Promise.all(files.map((file) => readPicture(file, read)))
    setEmpty(texts.flat().length === 0)
    if (texts.flat().length > 0) onTexts(texts.flat())
  }

  return (
    <>
      <FileTrigger
        allowsMultiple
        acceptedFileTypes={['image/*']}
        onSelect={(files) => void readFiles([...(files ?? [])])}
      >
        <Button className="second">{text.chooseImage}</Button>
      </FileTrigger>
      {isEmpty && <p role="alert">{text.noCode}</p>}
    </>
  )
}

async function readPicture(file: File, read: CodeReader): Promise<readonly string[]> {
  try {
    const bitmap = await createImageBitmap(file)
    const texts = await read(bitmap)
    bitmap.close()
    return texts
  } catch {
    // No picture, or a damaged one: there is no code in it.
    return []
  }
}

function PasteInput({ label, onTexts }: { label: string } & Pick<CodeScannerProps, 'onTexts'>): ReactNode {
  const text = useWebAppTexts()
  const [pasted, setPasted] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onTexts(pasted.split(/\r?\n/).filter((line) => line.trim() !== ''))
      }}
    >
      <TextField value={pasted} onChange={setPasted} maxLength={200_000}>
        <Label>{label}</Label>
        <TextArea rows={3} autoComplete="off" spellCheck="false" />
      </TextField>
      <Button type="submit" className="second" isDisabled={pasted.trim() === ''}>
        {text.usePasted}
      </Button>
    </form>
  )
}
