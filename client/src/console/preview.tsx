import './preview.css'
import type { PreviewAnswer } from '@press-gallery/server/protocol/workplaces'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { ConsoleApi } from './console-api.ts'
import { JpegPicture } from './jpeg-picture.tsx'
import { previewFront } from './preview-front.ts'
import { SoundMeter, type ReadLevel } from './sound-meter.tsx'
import { useLivePreview, type LivePreview } from './use-live-preview.ts'
import { useLiveSound } from './use-live-sound.ts'
import { usePreview, type StillPreview } from './use-preview.ts'

export interface PreviewProps {
  api: ConsoleApi
  courtroomId: string
  /** The state in which nothing leaves the courtroom, where the page knows it before the preview's own answer does. */
  cut: 'recess' | 'closed' | null
}

/** What the courtroom's camera and microphones give, on the air or not: live, else as still pictures and measured sound, and said to be that. */
export function Preview({ api, courtroomId, cut }: PreviewProps) {
  const { t } = useTranslation()
  const video = useRef<HTMLVideoElement>(null)
  const [listening, setListening] = useState(false)
  const live = useLivePreview(courtroomId, cut === null, video)
  const sound = useLiveSound(video, live.kind === 'playing')
  const playing = live.kind === 'playing'
  const instead = live.kind === 'ended' || live.late
  const stills = usePreview(
    api,
    courtroomId,
    cut === null && (instead || (playing && sound.kind === 'unmeasured')),
  )
  const readStills = useStillLevels(stills)
  const dark = cut ?? stills.value?.withheld ?? (live.code === 'not_on_air' ? 'unknown' : null)

  const { again } = live
  const isOpenAgain = live.code === 'not_on_air' && stills.value !== null && stills.value.withheld === null
  useEffect(() => {
    if (isOpenAgain) again()
  }, [isOpenAgain, again])

  // What goes on after a recess goes on in silence.
  if (dark !== null && listening) setListening(false)
  useEffect(() => {
    if (video.current !== null) video.current.muted = !listening
  }, [listening])

  return (
    <div className="preview">
      <div className={`preview__picture${dark === null ? '' : ' preview__picture--dark'}`}>
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a live courtroom has none */}
        <video
          ref={video}
          className="preview__video"
          muted
          playsInline
          disablePictureInPicture
          aria-label={t('console.livePictureOf')}
        />
        {dark === null ? (
          <InFront live={live} stills={stills} />
        ) : (
          <div className="preview__front">
            <Icon name={dark === 'recess' ? 'pause' : 'lock'} />
            <p>{t(`console.withheld.${dark}`)}</p>
          </div>
        )}
      </div>
      {dark === null ? (
        <>
          <SoundMeter
            key={sound.kind === 'measured' ? 'live' : 'stills'}
            read={sound.kind === 'measured' ? sound.read : readStills}
            soon={sound.kind === 'soon' && !instead}
          />
          <div className="preview__sound">
            {instead ? null : (
              <Button
                icon={listening ? 'soundOn' : 'soundOff'}
                aria-pressed={listening}
                onClick={() => setListening(!listening)}
              >
                {t(listening ? 'console.listening' : 'console.listen')}
              </Button>
            )}
            <p className="preview__note">{t(instead ? 'console.previewStills' : 'console.previewLive')}</p>
          </div>
        </>
      ) : null}
    </div>
  )
}

function InFront({ live, stills }: { live: LivePreview; stills: StillPreview }) {
  const { t } = useTranslation()
  const front = previewFront(live, stills)
  if (front === 'nothing') return null
  if (front === 'comes') {
    return (
      <output className="preview__front">
        <span>{t('console.previewComes')}</span>
      </output>
    )
  }
  return (
    <div className="preview__front">
      {front === 'still' ? (
        <JpegPicture jpeg={stills.value?.picture?.jpeg ?? null} label={t('console.pictureOf')} />
      ) : (
        <p>{t(`console.${front}`)}</p>
      )}
    </div>
  )
}

/** The levels that the server measured in the last moments, played one after the other. */
function useStillLevels({ value, heardMs }: StillPreview): ReadLevel {
  const sound: PreviewAnswer['sound'] = value?.sound ?? null
  const latest = useRef({ sound, heardMs })
  useEffect(() => {
    latest.current = { sound, heardMs }
  }, [sound, heardMs])
  return useCallback(() => {
    const { sound: levels, heardMs: sinceMs } = latest.current
    if (levels === null) return null
    const step = Math.floor((performance.now() - sinceMs) / levels.stepMs)
    return levels.peaksDb[Math.min(step, levels.peaksDb.length - 1)] ?? null
  }, [])
}
