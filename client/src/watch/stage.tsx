import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import type { AttendanceSnapshot } from '../player/attendance.ts'
import type { PlayerSnapshot } from '../player/hearing-player.ts'
import type { Viewing } from '../player/viewing.ts'
import { Button } from '../ui/button.tsx'
import { ControlBar } from './control-bar.tsx'
import { rememberSound } from './preferences.ts'
import { ShortcutList } from './shortcut-list.tsx'
import { Slate } from './slate.tsx'
import type { StageState } from './stage-state.ts'
import { StageWords } from './stage-words.tsx'
import { ElsewhereWords, EndWords, OutWords } from './stop-words.tsx'
import { useFillOnRotate } from './use-fill-on-rotate.ts'
import { useMissed } from './use-missed.ts'
import { useScreenModes } from './use-screen-modes.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { useSound } from './use-sound.ts'
import { useWakeLock } from './use-wake-lock.ts'
import { useWatermark } from './use-watermark.ts'

export interface StageProps {
  viewing: Viewing
  snapshot: PlayerSnapshot
  attendance: AttendanceSnapshot
  state: Exclude<StageState, { kind: 'undertaking' }>
  /** The hearing is over. */
  isFinal: boolean
  /** In the place of the picture where the person may not watch, and can ask to; null: it is not so. */
  notMine: ReactNode
  plannedStartMs: number | null
  feed: FeedStatus | null
  clock: ServerClock
}

/** The picture, or what stands in its place, and the controls below it. */
export function Stage(props: StageProps) {
  const { viewing, snapshot, attendance, state, isFinal, notMine, plannedStartMs, feed, clock } = props
  const { t } = useTranslation()
  const { player } = viewing
  const { watermark } = attendance
  const stage = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  // The large button is for those who have not heard anything yet, or not since the device took the sound away; who turns it off
  // does not want the button over the picture.
  const [silenced, setSilenced] = useState(false)
  const [listed, setListed] = useState(false)
  const modes = useScreenModes(player, stage, watermark !== null)
  const meter = useRef<HTMLDivElement>(null)
  const sound = useSound(player, snapshot, feed, meter)
  const missedMs = useMissed(player, feed === null || feed.state === 'live')
  useFillOnRotate(picture)
  useWakeLock(state.kind === 'picture')
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
      setSilenced(!on)
      player.setSound(on)
    },
    [player],
  )
  const shortcuts = useShortcuts(
    useMemo(
      () => ({
        sound: () => setSound(!player.snapshot().soundOn),
        fullScreen: modes.toggleFullScreen,
        pictureInPicture: modes.togglePictureInPicture,
        list: () => setListed(true),
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
        {state.kind === 'picture' ? overPicture() : null}
      </div>
      {stopped || isFinal ? null : (
        <ControlBar
          player={player}
          snapshot={snapshot}
          modes={modes}
          sound={sound}
          meter={meter}
          setSound={setSound}
          shortcuts={shortcuts}
          onShortcutList={() => setListed(true)}
        />
      )}
      {listed ? (
        <ShortcutList
          shortcuts={shortcuts}
          canPictureInPicture={modes.canPictureInPicture}
          onClose={() => setListed(false)}
        />
      ) : null}
    </section>
  )

  /** What only a click or a key of the viewer's can do, by the browsers' rules. */
  function overPicture() {
    if (snapshot.paused)
      return (
        <div className="stage__sound">
          <p className="stage__line">{t('watch.paused')}</p>
          <Button look="primary" size="large" icon="play" onClick={() => player.resume()}>
            {t('watch.resume')}
          </Button>
        </div>
      )
    if (snapshot.soundOn || silenced) return null
    return (
      <div className="stage__sound">
        <Button look="primary" size="large" icon="soundOff" onClick={() => setSound(true)}>
          {t('sound.turnOn')}
        </Button>
      </div>
    )
  }

  function inPlaceOfPicture() {
    switch (state.kind) {
      case 'picture':
        return <StageWords snapshot={snapshot} feed={feed} missedMs={missedMs} />
      case 'slate':
        return <Slate kind={state.slate} standing={attendance.standing} plannedStartMs={plannedStartMs} />
      case 'elsewhere':
        return <ElsewhereWords onTakeOver={() => viewing.askAgain(true)} />
      case 'out':
        return <OutWords putOut={state.putOut} onReturn={() => viewing.askAgain(true)} />
      case 'ended':
        break
    }
    if (notMine !== null) return notMine
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
