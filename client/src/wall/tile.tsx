import type { WallHearing } from '@press-gallery/server/protocol/screens'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import { Slate } from '../watch/slate.tsx'
import { stageState } from '../watch/stage-state.ts'
import { createTileDoctor } from './tile-doctor.ts'
import { useTilePlayer, type UseTilePlayerOptions } from './use-tile-player.ts'
import { WallState } from './wall-state.tsx'

export interface TileProps extends Omit<UseTilePlayerOptions, 'hearingId' | 'doctor' | 'onSick'> {
  hearing: WallHearing
  /** The sound of this one is heard. */
  heard: boolean
  /** Whether the browser lets sound be played. */
  soundAllowed: boolean
}

/** One hearing on the wall: its picture, or what stands in its place, and which it is. */
export function Tile({ heard, soundAllowed, ...options }: TileProps) {
  const { t } = useTranslation()
  const { hearing, health } = options
  const { id } = hearing
  const [doctor] = useState(createTileDoctor)
  const [build, setBuild] = useState(0)
  const sick = useCallback(() => {
    health.healed()
    setBuild((count) => count + 1)
  }, [health])
  useEffect(() => () => health.forget(id), [health, id])
  return (
    <article className="tile" data-hearing={id} data-heard={heard}>
      <TilePicture
        key={build}
        {...options}
        {...{ doctor }}
        hearingId={id}
        onSick={sick}
        sound={heard && soundAllowed}
      />
      <footer className="tile__facts">
        <div className="tile__line">
          <p className="tile__title">{hearing.title}</p>
          {heard ? (
            <p className="tile__heard" data-live={hearing.standing.state === 'live'}>
              <Icon name="soundOn" />
              <span>{t('wall.heard')}</span>
            </p>
          ) : null}
        </div>
        <div className="tile__line tile__line--state">
          <WallState state={hearing.standing.state} />
          <p className="tile__where">
            {t('wall.case', { number: hearing.caseNumber })} · {hearing.courtroom}
          </p>
        </div>
      </footer>
    </article>
  )
}

interface TilePictureProps extends UseTilePlayerOptions {
  hearing: WallHearing
  sound: boolean
}

function TilePicture({ hearing, sound, ...options }: TilePictureProps) {
  const { t } = useTranslation()
  const { tile, moves } = useTilePlayer(options)
  const { viewing } = tile
  const { player } = viewing
  const { volume } = options
  const picture = useRef<HTMLDivElement>(null)
  const snapshot = useSyncExternalStore(
    useCallback((listener: () => void) => player.subscribe(listener), [player]),
    () => player.snapshot(),
  )
  const attendance = useSyncExternalStore(
    useCallback((listener: () => void) => viewing.subscribe(listener), [viewing]),
    () => viewing.attendance(),
  )
  useEffect(() => {
    const { webrtc, hls } = player.elements
    picture.current?.prepend(webrtc, hls)
    return () => {
      webrtc.remove()
      hls.remove()
    }
  }, [player])
  const { standing } = hearing
  useEffect(() => viewing.learn(standing), [viewing, standing])
  useEffect(() => player.setVolume(volume), [player, volume])
  useEffect(() => player.setSound(sound), [player, sound])

  const state = stageState(attendance, snapshot)
  const words = wordsOf()
  return (
    <div className="tile__picture" ref={picture}>
      {state.kind === 'slate' ? (
        <Slate kind={state.slate} standing={attendance.standing} plannedStartMs={hearing.plannedStartMs} />
      ) : null}
      {words === null ? null : (
        <output className="tile__veil">
          {/* Other words come in the place of these: nothing moves. */}
          <span key={words} className="tile__words">
            {words}
          </span>
        </output>
      )}
    </div>
  )

  /** Where the picture does not move, and no slate says why. */
  function wordsOf(): string | null {
    if (state.kind === 'slate') return null
    if (state.kind !== 'picture') return t('wall.tile.asking')
    const { feed } = snapshot
    if (feed !== null && feed.state !== 'live') return t('wall.tile.noFeed')
    if (feed?.fault === 'no_video') return t('wall.tile.noVideo')
    if (snapshot.state === 'starting') return t('wall.tile.starting')
    if (snapshot.state === 'reconnecting') return t('wall.tile.reconnecting')
    return snapshot.state === 'stalled' || !moves ? t('wall.tile.stalled') : null
  }
}
