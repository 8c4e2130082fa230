import type { BenchShow } from '@press-gallery/server/protocol/screens'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import { remembered } from '../browser/remembered.ts'
import { timeText } from '../i18n/date-format.ts'
import { isLanguage } from '../i18n/languages.ts'
import { DeviceClock } from '../wall/device-frame.tsx'
import type { DeviceLink } from '../wall/device-socket.ts'
import { StateBadge } from '../ui/state-badge.tsx'
import { benchView, closable, pressFigures, type BenchView, type Told } from './bench-view.ts'
import { createKeptPress } from './kept-press.ts'
import { useClose, type Closing } from './use-close.ts'

export interface BenchPageProps {
  requests: Requests
  bench: BenchShow
  link: DeviceLink
  offsetMs: number
}

/** The bench: one button, and what the press sees now. */
export function BenchPage({ requests, bench, link, offsetMs }: BenchPageProps) {
  const { t, i18n } = useTranslation()
  const [kept] = useState(() => createKeptPress(remembered('press-gallery.bench-press')))
  const { closing, close } = useClose(requests, kept)
  const button = useRef<HTMLButtonElement>(null)
  // For a button of metal that is wired as a keyboard's Enter.
  useEffect(() => button.current?.focus(), [])

  const view = benchView({ bench, link, closing })
  const target = closable(view, closing)
  const language = i18n.resolvedLanguage
  const court = isLanguage(language) ? bench.court[language] : bench.court.ru
  return (
    <main className="bench" data-view={view.kind === 'unknown' ? 'unknown' : view.told.kind}>
      <header className="bench__head">
        <h1 className="bench__where">
          {bench.courtroom} · {court}
        </h1>
        <DeviceClock offsetMs={offsetMs} />
      </header>
      <section className="bench__press" aria-live="polite">
        <PressSees view={view} />
      </section>
      <button
        ref={button}
        type="button"
        className="bench__button"
        // Not `disabled`, which would take the focus away from it.
        aria-disabled={target === null}
        onClick={() => {
          if (target !== null) close({ ...target, pressedMs: Date.now() + offsetMs })
        }}
      >
        {labelOf(view, closing)}
        {view.kind === 'told' && view.told.kind === 'closed' ? (
          <span className="bench__reopen">{t('bench.reopen')}</span>
        ) : null}
      </button>
      <ClosingLine closing={closing} view={view} />
    </main>
  )

  function labelOf(now: BenchView, last: Closing | null): string {
    if (last?.kind === 'sent' || last?.kind === 'unanswered') return t('bench.sending')
    const told = now.kind === 'unknown' ? now.last : now.told
    if (told.kind === 'closed' && now.kind === 'told') return t('bench.isClosed')
    return told.kind === 'none' || told.kind === 'closed' ? t('bench.nothingToClose') : t('bench.close')
  }
}

function PressSees({ view }: { view: BenchView }) {
  const { t, i18n } = useTranslation()
  const time = (ms: number): string => timeText(ms, i18n.resolvedLanguage)
  if (view.kind === 'unknown')
    return (
      <>
        <p className="bench__state bench__state--unknown">
          <svg className="state-badge__shape" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d="M12 2 23 22H1z" fill="currentColor" />
          </svg>
          {t('bench.unknown', { time: time(view.sinceMs) })}
        </p>
        <p className="bench__words">{lastKnown(view.last)}</p>
      </>
    )
  const { told } = view
  if (told.kind === 'none')
    return (
      <>
        <p className="bench__state">
          <StateBadge
            state="scheduled"
            size="wall"
            word={t(told.next === null ? 'wall.nothingNow' : 'wall.state.scheduled')}
          />
        </p>
        <p className="bench__words">
          {told.next === null
            ? t('bench.noneToday')
            : t('bench.next', {
                title: told.next.title,
                time: told.next.plannedStartMs === null ? t('wall.noTime') : time(told.next.plannedStartMs),
              })}
        </p>
      </>
    )
  return (
    <>
      <p className="bench__state">
        <StateBadge state={told.kind} size="wall" word={t(`wall.state.${told.kind}`)} />
      </p>
      <p className="bench__words">{t(`bench.sees.${told.kind}`, { time: time(told.standing.sinceMs) })}</p>
      <p className="bench__figures">{figures(told)}</p>
      <p className="bench__hearing">
        {t('wall.case', { number: told.hearing.caseNumber })} · {told.hearing.title}
      </p>
    </>
  )

  function lastKnown(last: Told): string {
    if (last.kind === 'none') return t('bench.lastNone')
    return t('bench.last', { state: t(`wall.state.${last.kind}`), time: time(last.standing.sinceMs) })
  }

  function figures(under: Exclude<Told, { kind: 'none' }>): string {
    const of = pressFigures(under)
    if (of.kind === 'coming') return t('bench.figuresComing')
    if (of.kind === 'nobody') return t('bench.nobodyOn')
    if (of.kind === 'dark') return t('bench.dark', { dark: of.dark, of: of.of })
    return t('bench.gets', { watching: of.watching, seeing: of.seeing, hearing: of.hearing })
  }
}

/** What became of the press. */
function ClosingLine({ closing, view }: { closing: Closing | null; view: BenchView }) {
  const { t, i18n } = useTranslation()
  return (
    <output className="bench__outcome" data-kind={closing?.kind ?? 'none'}>
      {closing === null ? null : wordsOf(closing)}
    </output>
  )

  function wordsOf(last: Closing): string | null {
    const time = timeText(last.press.pressedMs, i18n.resolvedLanguage)
    const isClosed = view.kind === 'told' && view.told.kind === 'closed'
    switch (last.kind) {
      case 'sent':
        return t('bench.sent', { time })
      case 'unanswered':
        return t('bench.unanswered', { time })
      case 'cut':
        return t('bench.cut', { time })
      case 'obeyed':
        return isClosed ? t('bench.obeyed') : null
      case 'refused':
        break
    }
    // Closed by somebody else meanwhile is what was wanted.
    if (isClosed) return null
    return last.code === 'state_moved_on'
      ? t('bench.movedOn')
      : t('bench.refused', { what: t(`error.${last.code}.what`) })
  }
}
