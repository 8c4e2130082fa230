import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { numberFormat } from '../i18n/number-format.ts'
import type { PlaybackPath, PlaybackStats } from '../player/playback.ts'

const everyMs = 1000

export interface QualityPanelProps {
  stats: () => PlaybackStats | null
  path: PlaybackPath
  /** Figures are shown only for a picture that moves. */
  live: boolean
}

/** How far behind the courtroom the picture is and how well it comes, in a few figures. */
export function QualityPanel({ stats, path, live }: QualityPanelProps) {
  const { t, i18n } = useTranslation()
  const [figures, setFigures] = useState<PlaybackStats | null>(null)
  useEffect(() => {
    const timer = window.setInterval(() => setFigures(stats()), everyMs)
    return () => window.clearInterval(timer)
  }, [stats])

  const number = (value: number, digits: number): string =>
    numberFormat(i18n.resolvedLanguage, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value)
  const shown = live && figures?.path === path ? figures : null
  const unknown = t('quality.unknown')
  return (
    <section aria-label={t('quality.title')}>
      <dl className="quality">
        <Figure term={t('quality.path')} value={t(`path.${path}`)} />
        <Figure term={t('quality.delay')} value={delay(shown?.latencyMs ?? null)} />
        <Figure
          term={t('quality.resolution')}
          value={shown === null || shown.widthPx === 0 ? unknown : `${shown.widthPx} × ${shown.heightPx}`}
        />
        <Figure term={t('quality.bitrate')} value={rate(shown?.bitrateBps ?? null)} />
        {path === 'webrtc' ? (
          <Figure
            term={t('quality.loss')}
            value={
              shown === null || shown.lossRatio === null
                ? unknown
                : numberFormat(i18n.resolvedLanguage, {
                    style: 'percent',
                    maximumFractionDigits: 1,
                  }).format(shown.lossRatio)
            }
          />
        ) : null}
      </dl>
    </section>
  )

  function delay(ms: number | null): string {
    if (ms === null) return unknown
    return ms < 1000
      ? t('quality.delayMs', { value: number(Math.round(ms / 10) * 10, 0) })
      : t('quality.delayS', { value: number(ms / 1000, 1) })
  }

  function rate(bps: number | null): string {
    if (bps === null) return unknown
    return bps < 1_000_000
      ? t('quality.kbps', { value: number(bps / 1000, 0) })
      : t('quality.mbps', { value: number(bps / 1_000_000, 1) })
  }
}

function Figure({ term, value }: { term: string; value: string }) {
  return (
    <div className="quality__figure">
      <dt>{term}</dt>
      <dd>{value}</dd>
    </div>
  )
}
