import type { ScreenShow } from '@press-gallery/server/protocol/screens'
import { useCallback, useEffect, useMemo, useState, type CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import { createApi } from '../api/client.ts'
import { createHearingTokens } from '../api/hearing-tokens.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { isLanguage } from '../i18n/languages.ts'
import { DeviceClock, LinkLine } from './device-frame.tsx'
import type { DeviceSocket, DeviceLink } from './device-socket.ts'
import { NextHearings } from './next-hearings.tsx'
import type { ReloadBudget } from '../browser/reload-budget.ts'
import { useSoundPermission } from './sound-permission.ts'
import { Tile } from './tile.tsx'
import { columnsFor, rowsFor, tilesOf } from './tiles-of.ts'
import { createWallHealth } from './wall-health.ts'

export interface WallPageProps {
  requests: Requests
  clock: ServerClock
  socket: DeviceSocket
  show: ScreenShow
  link: DeviceLink
  offsetMs: number
  reloads: ReloadBudget
}

const reportEveryMs = 5_000
const nowMs = (): number => Date.now()

/** The wall of a press centre: its court's hearings that are under way, or what comes next. */
export function WallPage({ requests, clock, socket, show, link, offsetMs, reloads }: WallPageProps) {
  const { t, i18n } = useTranslation()
  const [health] = useState(createWallHealth)
  const api = useMemo(() => createApi({ requests, clock, nowMs }), [requests, clock])
  const soundAllowed = useSoundPermission()
  const connected = link.kind === 'connected'
  const { settings, next } = show
  const { tiles, heardId } = tilesOf(show)

  const soundBlocked = soundAllowed === false && heardId !== null && settings.volume > 0

  useEffect(() => {
    const report = (): void =>
      socket.health({
        ...health.report(),
        reloaded: reloads.count(Date.now()),
        soundBlocked,
        width: window.innerWidth,
        height: window.innerHeight,
      })
    const unsubscribe = health.subscribe(report)
    const timer = window.setInterval(report, reportEveryMs)
    report()
    return () => {
      unsubscribe()
      window.clearInterval(timer)
    }
  }, [socket, health, reloads, soundBlocked])

  const hopeless = useCallback(() => {
    if (reloads.spend(Date.now())) window.location.reload()
  }, [reloads])

  const language = i18n.resolvedLanguage
  const court = isLanguage(language) ? show.court[language] : show.court.ru
  const columns: CSSProperties & Record<'--columns', number> = { '--columns': columnsFor(tiles.length) }
  return (
    <div className="wall theme-dark" data-layout={tiles.length > 1 ? 'grid' : 'one'}>
      <header className="wall__head">
        <h1 className="wall__court">{court}</h1>
        <DeviceClock offsetMs={offsetMs} />
      </header>
      <main className="wall__body">
        {tiles.length === 0 ? (
          <NextHearings next={next} />
        ) : (
          <div
            className="wall__tiles"
            data-columns={columnsFor(tiles.length)}
            data-rows={rowsFor(tiles.length)}
            style={columns}
          >
            {tiles.map((hearing) => (
              <Tile
                key={hearing.id}
                {...{ hearing, clock, connected, health }}
                onHopeless={hopeless}
                createTokens={() =>
                  createHearingTokens({ fetchToken: () => api.hearingToken(hearing.id), nowMs })
                }
                volume={settings.volume}
                heard={hearing.id === heardId && settings.volume > 0}
                soundAllowed={soundAllowed === true}
              />
            ))}
          </div>
        )}
      </main>
      <div className="wall__lines">
        <LinkLine link={link} />
        {soundBlocked ? <output className="wall__sound">{t('wall.soundNeedsTouch')}</output> : null}
      </div>
    </div>
  )
}
