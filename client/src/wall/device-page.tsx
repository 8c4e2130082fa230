import type { DeviceKind } from '@press-gallery/server/protocol/screens'
import { sessionAnswer } from '@press-gallery/server/protocol/api'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import type { Requests } from '../api/requests.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { BenchPage } from '../bench/bench-page.tsx'
import { remembered } from '../browser/remembered.ts'
import { speak } from '../i18n/words.ts'
import { navigate } from '../route.ts'
import { keepShell } from '../shell/kept-shell.ts'
import './wall.css'
import '../bench/bench.css'
import { DeviceBoundary } from './device-boundary.tsx'
import { Blink, DeviceClock, LinkLine } from './device-frame.tsx'
import { createDeviceSocket, pageOfDevice, type DeviceSnapshot, type DeviceSocket } from './device-socket.ts'
import { PairingPage } from './pairing-page.tsx'
import { createReloadBudget } from '../browser/reload-budget.ts'
import { useHeartbeat } from './use-heartbeat.ts'
import { useNewerBuild } from './use-newer-build.ts'
import { WallPage } from './wall-page.tsx'

export interface DevicePageProps {
  kind: DeviceKind
  requests: Requests
  clock: ServerClock
}

const probeTimeoutMs = 4_000

/** All that a display, or the button of a bench, ever shows: it needs no hands after it has been paired. */
export function DevicePage({ kind, requests, clock }: DevicePageProps) {
  const [socket] = useState(() => deviceSocketOf(requests))
  useEffect(() => {
    socket.open()
    return () => socket.close()
  }, [socket])
  useEffect(() => keepShell(pageOfDevice(kind)), [kind])
  useHeartbeat()
  const { t, i18n } = useTranslation()
  const [reloads] = useState(() => createReloadBudget(remembered('press-gallery.reloads')))
  const snapshot = useSyncExternalStore(
    useCallback((listener: () => void) => socket.subscribe(listener), [socket]),
    () => socket.snapshot(),
  )
  const { link, show, bench, offsetMs, blinks } = snapshot
  useNewerBuild({ quiet: isQuiet(snapshot), connected: link.kind === 'connected' })

  const isNow = (show !== null && 'screen') || (bench !== null && 'bench') || kind
  useEffect(() => {
    if (isNow !== kind) navigate(pageOfDevice(isNow), { replace: true })
  }, [isNow, kind])
  const language = show?.settings.language ?? bench?.language ?? null
  useEffect(() => {
    if (language !== null) void speak(i18n, language)
  }, [i18n, language])
  const paired = useCallback(() => socket.askAgain(), [socket])

  if (link.kind === 'unpaired') return <PairingPage {...{ kind, requests }} onPaired={paired} />
  const broken = (
    <main className="pairing theme-dark">
      <p className="pairing__title">{t('wall.broken')}</p>
    </main>
  )
  return (
    <>
      <DeviceBoundary reloads={reloads} words={broken}>
        {inner()}
      </DeviceBoundary>
      <Blink blinks={blinks} name={show?.name ?? bench?.name ?? ''} />
    </>
  )

  function inner() {
    if (show !== null) return <WallPage {...{ requests, clock, socket, show, link, offsetMs, reloads }} />
    if (bench !== null) return <BenchPage {...{ requests, bench, link, offsetMs }} />
    return (
      <main className="pairing theme-dark">
        <DeviceClock offsetMs={offsetMs} />
        <LinkLine link={link} />
      </main>
    )
  }
}

/** Whether nothing is under way that a page loaded anew would interrupt. */
function isQuiet({ show, bench, misunderstood }: DeviceSnapshot): boolean {
  if (misunderstood) return true
  if (show !== null) return show.underWay.every(({ standing }) => standing.state !== 'live')
  return bench?.hearing?.standing.state !== 'live'
}

function deviceSocketOf(requests: Requests): DeviceSocket {
  const probe = async (): Promise<void> => {
    try {
      await requests.ask(sessionAnswer, 'GET', '/api/session', undefined, probeTimeoutMs)
    } catch (error) {
      // That it says no is an answer.
      if (!(error instanceof ApiError)) throw error
    }
  }
  return createDeviceSocket({ probe })
}
