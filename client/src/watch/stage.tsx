import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HearingPlayer, PlayerSnapshot } from '../player/hearing-player.ts'
import { Button } from '../ui/button.tsx'
import { ControlBar } from './control-bar.tsx'
import { StageWords } from './stage-words.tsx'
import { rememberSound } from './preferences.ts'
import { useScreenModes } from './use-screen-modes.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { useSound } from './use-sound.ts'

export interface StageProps {
  player: HearingPlayer
  snapshot: PlayerSnapshot
  feed: FeedStatus | null
}

/** The picture, what is to be said over it, and the controls below it. */
export function Stage({ player, snapshot, feed }: StageProps) {
  const { t } = useTranslation()
  const stage = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  // The large button is for those who have not heard anything yet; who then turns sound off does not want it over the picture.
  const [soundUsed, setSoundUsed] = useState(snapshot.soundOn)
  const modes = useScreenModes(player, stage)
  const meter = useRef<HTMLDivElement>(null)
  const sound = useSound(player, snapshot, feed, meter)

  useEffect(() => {
    const { webrtc, hls } = player.elements
    picture.current?.prepend(webrtc, hls)
    return () => {
      webrtc.remove()
      hls.remove()
    }
  }, [player])

  const ended = snapshot.state === 'ended'
  const setSound = useCallback(
    (on: boolean) => {
      rememberSound(on)
      setSoundUsed(true)
      player.setSound(on)
    },
    [player],
  )
  const shortcuts = useShortcuts(
    useMemo(
      () => ({
        KeyM: () => setSound(!player.snapshot().soundOn),
        KeyF: modes.toggleFullScreen,
        KeyP: modes.togglePictureInPicture,
      }),
      [player, setSound, modes.toggleFullScreen, modes.togglePictureInPicture],
    ),
  )

  return (
    <section className="stage-box" ref={stage} aria-label={t('player.region')}>
      <div className={ended ? 'stage stage--ended' : 'stage'} ref={picture}>
        <StageWords player={player} snapshot={snapshot} feed={feed} />
        {!snapshot.soundOn && !soundUsed && !ended ? (
          <div className="stage__sound">
            <Button look="primary" size="large" icon="soundOff" onClick={() => setSound(true)}>
              {t('sound.turnOn')}
            </Button>
          </div>
        ) : null}
      </div>
      {ended ? null : (
        <ControlBar
          player={player}
          snapshot={snapshot}
          modes={modes}
          sound={sound}
          meter={meter}
          setSound={setSound}
          shortcuts={shortcuts}
        />
      )}
    </section>
  )
}
