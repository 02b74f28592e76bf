import { type ReactNode, useState } from 'react'
import { Button } from 'react-aria-components'
import { useWebAppTexts } from '../texts.ts'
import type { CameraState } from './use-camera.ts'

/** What the camera sees, with its light and the other cameras where there are some; or why there is no camera. */
export function CameraView({ state: { video, camera, switchCamera, retry } }: { state: CameraState }): ReactNode {
  const text = useWebAppTexts()
  const [light, setLight] = useState<'on' | 'off'>('off')
  const opened = typeof camera === 'object' ? camera : undefined
  return (
    <div className="camera">
      <video ref={video} muted playsInline hidden={opened === undefined} aria-label={text.cameraView} />
      {camera === undefined && <p role="status">{text.cameraStarting}</p>}
      {typeof camera === 'string' && (
        <div className="notice" role="alert">
          <p>{text.cameraProblems[camera]}</p>
          <Button className="second" onPress={retry}>
            {text.retry}
          </Button>
        </div>
      )}
      {opened !== undefined && (opened.hasTorch || opened.devices.length > 1) && (
        <div className="actions">
          {opened.hasTorch && (
            <Button
              className="second"
              onPress={() => {
                const next = light === 'on' ? 'off' : 'on'
                setLight(next)
                void opened.setTorch(next)
              }}
            >
              {light === 'on' ? text.torchOff : text.torchOn}
            </Button>
          )}
          {opened.devices.length > 1 && (
            <Button className="second" onPress={switchCamera}>
              {text.switchCamera}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
