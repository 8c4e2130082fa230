import type { PreviewAnswer } from '@press-gallery/server/protocol/workplaces'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Status, type StatusTone } from '../ui/status.tsx'
import { filledBy, floorDb, judgeSound, loudDb, quietDb, type SoundJudgement } from './sound-levels.ts'

const toneOf: Record<SoundJudgement, StatusTone> = {
  none: 'quiet',
  silent: 'warn',
  quiet: 'warn',
  good: 'good',
  loud: 'warn',
}

/** The levels that the server measured in the last moments, played one after the other, and what they mean in a word. */
export function SoundMeter({ sound }: { sound: PreviewAnswer['sound'] }) {
  const { t } = useTranslation()
  const [played, setPlayed] = useState({ sound, step: 0 })
  // Levels that are new begin anew.
  const step = played.sound === sound ? played.step : 0
  useEffect(() => {
    if (sound === null) return undefined
    const timer = window.setInterval(
      () =>
        setPlayed((last) => {
          const next = last.sound === sound ? last.step + 1 : 1
          return { sound, step: Math.min(next, sound.peaksDb.length - 1) }
        }),
      sound.stepMs,
    )
    return () => window.clearInterval(timer)
  }, [sound])
  const judgement = judgeSound(sound?.peaksDb ?? null)
  const db = sound?.peaksDb[step] ?? floorDb
  const highest = sound === null || sound.peaksDb.length === 0 ? null : Math.max(...sound.peaksDb)
  const level = db > loudDb ? 'high' : db < quietDb ? 'low' : 'mid'
  return (
    <div className="meter">
      <meter
        className="visually-hidden"
        aria-label={t('console.sound.level')}
        min={floorDb}
        max={0}
        value={Math.round(Math.max(floorDb, highest ?? floorDb))}
      />
      <div className="meter__scale" aria-hidden="true">
        <span
          className={`meter__bar meter__bar--${level}`}
          style={{ transform: `scaleX(${filledBy(db)})` }}
        />
      </div>
      <p className="meter__words">
        <Status tone={toneOf[judgement]}>{t(`console.sound.${judgement}`)}</Status>
        {highest === null ? null : (
          <span className="meter__number">{t('console.sound.db', { db: Math.round(highest) })}</span>
        )}
      </p>
    </div>
  )
}
