import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Status, type StatusTone } from '../ui/status.tsx'
import { filledBy, floorDb, loudDb, quietDb, type SoundJudgement } from './sound-levels.ts'
import { createSoundReading, type SoundView } from './sound-reading.ts'

/** The highest sample of the last moment, dB below full scale; null: it can't be measured. */
export type ReadLevel = () => number | null

export interface SoundMeterProps {
  read: ReadLevel
  /** It is about to be measured. */
  soon: boolean
}

const toneOf: Record<SoundJudgement, StatusTone> = {
  none: 'quiet',
  soon: 'quiet',
  silent: 'bad',
  quiet: 'warn',
  good: 'good',
  loud: 'warn',
}

const everyMs = 50
/** Words and figures are read, not watched. */
const wordsEveryMs = 250
/** Where somebody wants little motion, the bar moves as seldom as a clock's hand, and words and figures with it. */
const stillEveryMs = 1000
/** A word that has stood for so long is worth being told aloud, ms. */
const saidAfterMs = 4000

interface Words {
  judgement: SoundJudgement
  highestDb: number | null
  silentForS: number
}

const wordsOf = ({ judgement, heldDb, silentForS }: SoundView): Words => ({
  judgement,
  highestDb: heldDb === null ? null : Math.round(heldDb),
  silentForS,
})

/** How loud the courtroom is, as a bar with the last peak, and in words that can be read from two metres. */
export function SoundMeter({ read, soon }: SoundMeterProps) {
  const { t } = useTranslation()
  const bar = useRef<HTMLSpanElement>(null)
  const peak = useRef<HTMLSpanElement>(null)
  const [words, setWords] = useState<Words>({ judgement: 'none', highestDb: null, silentForS: 0 })

  useEffect(() => {
    const reading = createSoundReading()
    const still = window.matchMedia('(prefers-reduced-motion: reduce)')
    let worded: Words | null = null
    let wordedMs = -Infinity
    const step = (): void => {
      const nowMs = performance.now()
      reading.push(read(), nowMs)
      const view = reading.view(nowMs)
      const isTime = nowMs - wordedMs >= (still.matches ? stillEveryMs : wordsEveryMs)
      if (isTime || !still.matches) paint(view, bar.current, peak.current)
      if (!isTime) return
      wordedMs = nowMs
      const next = wordsOf(view)
      if (JSON.stringify(next) === JSON.stringify(worded)) return
      worded = next
      setWords(next)
    }
    step()
    const timer = window.setInterval(step, everyMs)
    return () => window.clearInterval(timer)
  }, [read])

  const { judgement, highestDb, silentForS } = words
  const said = useSettled(judgement)
  const minutes = Math.floor(silentForS / 60)
  const word =
    judgement === 'none' && soon
      ? t('console.sound.soon')
      : judgement !== 'silent'
        ? t(`console.sound.${judgement}`)
        : minutes > 0
          ? t('console.sound.silentMinutes', { minutes })
          : t('console.sound.silentSeconds', { seconds: silentForS })
  return (
    <div className="meter">
      <meter
        className="visually-hidden"
        aria-label={t('console.sound.level')}
        min={floorDb}
        max={0}
        value={highestDb ?? floorDb}
      />
      <div className="meter__scale" aria-hidden="true">
        <span ref={bar} className="meter__bar" />
        <span ref={peak} className="meter__peak" />
      </div>
      <p className="meter__words" aria-hidden="true">
        <Status tone={toneOf[judgement]}>{word}</Status>
        {highestDb === null ? null : (
          <span className="meter__number">{t('console.sound.db', { db: withMinus(highestDb) })}</span>
        )}
      </p>
      <output className="visually-hidden">{t(`console.sound.${said}`)}</output>
    </div>
  )
}

/** With a minus that is as wide as a digit, and no hyphen. */
const withMinus = (db: number): string => String(db).replace('-', '\u2212')

/** What a judgement has been for a while, so that a screen reader is not told of each breath. */
function useSettled(judgement: SoundJudgement): SoundJudgement {
  const [settled, setSettled] = useState(judgement)
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(judgement), saidAfterMs)
    return () => window.clearTimeout(timer)
  }, [judgement])
  return settled
}

function paint({ db, heldDb }: SoundView, bar: HTMLElement | null, peak: HTMLElement | null): void {
  if (bar !== null) {
    bar.style.transform = `scaleX(${filledBy(db)})`
    bar.dataset['level'] = db > loudDb ? 'high' : db < quietDb ? 'low' : 'mid'
  }
  if (peak !== null) {
    peak.style.transform = `translateX(${100 * filledBy(heldDb ?? floorDb)}%)`
    peak.style.visibility = heldDb === null ? 'hidden' : 'visible'
  }
}
