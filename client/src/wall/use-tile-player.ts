import { useEffect, useRef, useState } from 'react'
import { stageState } from '../watch/stage-state.ts'
import type { TileDoctor, TileFacts } from './tile-doctor.ts'
import { createTilePlayer, type TilePlayer, type TilePlayerOptions } from './tile-player.ts'
import type { WallHealth } from './wall-health.ts'

export interface UseTilePlayerOptions extends TilePlayerOptions {
  /** Whether the server can be reached: without it there is nobody to play from. */
  connected: boolean
  health: WallHealth
  doctor: TileDoctor
  /** The tile is to be built anew. */
  onSick: () => void
  /** Nothing else has helped. */
  onHopeless: () => void
}

const lookEveryMs = 1_000

/** The player of one build of a tile, looked at each second; and whether it shows a picture that moves, where it should. */
export function useTilePlayer(options: UseTilePlayerOptions): { tile: TilePlayer; moves: boolean } {
  const { hearingId, health, doctor } = options
  const latest = useRef(options)
  const [tile] = useState(() => createTilePlayer(options))
  const [moves, setMoves] = useState(true)
  useEffect(() => {
    latest.current = options
  })
  useEffect(() => {
    tile.start()
    return () => tile.stop()
  }, [tile])

  useEffect(() => {
    const look = (): void => {
      const { connected, onSick, onHopeless } = latest.current
      // By a key of the display's remote control, or a sound device that went away: nobody is here to press play.
      const { player } = tile.viewing
      if (player.snapshot().paused) player.resume()
      const { path, facts } = factsOf(tile, connected, {
        othersSee: health.othersSee(hearingId),
        othersHear: health.othersHear(hearingId),
      })
      const { remedy, sees, hears } = doctor.look(facts, performance.now())
      health.tell({ hearingId, path: facts.pictureDue ? path : 'none', sees, hears })
      setMoves(sees !== false)
      if (remedy === 'reload') onHopeless()
      if (remedy !== 'none') onSick()
    }
    const timer = window.setInterval(look, lookEveryMs)
    return () => window.clearInterval(timer)
  }, [tile, hearingId, health, doctor])
  return { tile, moves }
}

function factsOf(
  { viewing }: TilePlayer,
  connected: boolean,
  others: Pick<TileFacts, 'othersSee' | 'othersHear'>,
): { path: 'webrtc' | 'hls'; facts: TileFacts } {
  const snapshot = viewing.player.snapshot()
  const { kind } = stageState(viewing.attendance(), snapshot)
  const sample = viewing.player.sample()
  const { feed } = snapshot
  const live = feed === null || feed.state === 'live'
  const seen = document.visibilityState === 'visible'
  const due = kind === 'picture' && connected && live && seen
  return {
    path: snapshot.shown,
    facts: {
      pictureDue: due && feed?.fault !== 'no_video',
      soundDue: due && feed !== null && feed.audio !== null && feed.fault !== 'no_audio',
      run: sample.run,
      frames: sample.framesShown,
      soundS: sample.soundReceivedS,
      helpsItself: snapshot.state !== 'playing',
      ...others,
      ended: connected && kind !== 'picture' && kind !== 'slate',
    },
  }
}
