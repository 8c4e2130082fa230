import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import type { AttendanceSnapshot } from '../player/attendance.ts'
import type { PlayerSnapshot } from '../player/hearing-player.ts'
import type { Viewing } from '../player/viewing.ts'
import { Button } from '../ui/button.tsx'
import { ControlBar } from './control-bar.tsx'
import { rememberSound } from './preferences.ts'
import { Slate } from './slate.tsx'
import type { StageState } from './stage-state.ts'
import { StageWords } from './stage-words.tsx'
import { ElsewhereWords, EndWords, OutWords } from './stop-words.tsx'
import { useScreenModes } from './use-screen-modes.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { useSound } from './use-sound.ts'
import { useWatermark } from './use-watermark.ts'

export interface StageProps {
  viewing: Viewing
  snapshot: PlayerSnapshot
  attendance: AttendanceSnapshot
  state: Exclude<StageState, { kind: 'undertaking' }>
  plannedStartMs: number | null
  feed: FeedStatus | null
  clock: ServerClock
}

/** The picture, or what stands in its place, and the controls below it. */
export function Stage({ viewing, snapshot, attendance, state, plannedStartMs, feed, clock }: StageProps) {
  const { t } = useTranslation()
  const { player } = viewing
  const { watermark } = attendance
  const stage = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  // The large button is for those who have not heard anything yet; who then turns sound off does not want it over the picture.
  const [soundUsed, setSoundUsed] = useState(snapshot.soundOn)
  const modes = useScreenModes(player, stage, watermark !== null)
  const meter = useRef<HTMLDivElement>(null)
  const sound = useSound(player, snapshot, feed, meter)
  useWatermark(picture, state.kind === 'picture' ? watermark : null, clock)

  useEffect(() => {
    const { webrtc, hls } = player.elements
    picture.current?.prepend(webrtc, hls)
    return () => {
      webrtc.remove()
      hls.remove()
    }
  }, [player])

  const stopped = state.kind !== 'picture' && state.kind !== 'slate'
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
    <section
      className={modes.filled ? 'stage-box stage-box--filled' : 'stage-box'}
      ref={stage}
      aria-label={t('player.region')}
    >
      <div className={stopped ? 'stage stage--ended' : 'stage'} ref={picture}>
        {inPlaceOfPicture()}
        {!snapshot.soundOn && !soundUsed && state.kind === 'picture' ? (
          <div className="stage__sound">
            <Button look="primary" size="large" icon="soundOff" onClick={() => setSound(true)}>
              {t('sound.turnOn')}
            </Button>
          </div>
        ) : null}
      </div>
      {stopped ? null : (
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

  function inPlaceOfPicture() {
    switch (state.kind) {
      case 'picture':
        return <StageWords snapshot={snapshot} feed={feed} />
      case 'slate':
        return <Slate kind={state.slate} standing={attendance.standing} plannedStartMs={plannedStartMs} />
      case 'elsewhere':
        return <ElsewhereWords onTakeOver={() => viewing.askAgain(true)} />
      case 'out':
        return <OutWords putOut={state.putOut} onReturn={() => viewing.askAgain(true)} />
      case 'ended':
        break
    }
    const { code } = state
    return (
      <EndWords
        what={t(`error.${code}.what`)}
        next={t(`error.${code}.next`)}
        onRetry={() => viewing.askAgain()}
      />
    )
  }
}
