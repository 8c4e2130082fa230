import type { ServerHealthAnswer } from '@press-gallery/server/protocol/server-health'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import { Notice } from '../ui/notice.tsx'
import { Status, type StatusTone } from '../ui/status.tsx'
import { levelOf, type PartLevel, type PartState } from './health-order.ts'
import { PartFacts } from './part-facts.tsx'

export interface PartCardProps {
  part: PartState
  health: ServerHealthAnswer
  clock: ServerClock
  /** The server does not answer: how the part is now is not known. */
  isOld: boolean
}

const toneOf: Record<PartLevel, StatusTone> = {
  good: 'good',
  due: 'quiet',
  warn: 'warn',
  bad: 'bad',
  none: 'bad',
}

/** One part of the server: how it is, what is wrong with it and what to do, and its facts. */
export function PartCard({ part: { name, level, problems }, health, clock, isOld }: PartCardProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <section className={`card server-part server-part--${isOld ? 'old' : level}`} aria-labelledby={id}>
      <header className="server-part__head">
        <h2 id={id}>{t(`server.part.${name}`)}</h2>
        {isOld ? null : <Status tone={toneOf[level]}>{t(`server.level.${level}`)}</Status>}
      </header>
      <div className="server-part__body">
        {problems.map((problem) => (
          <Notice
            key={problem}
            tone={levelOf(problem)}
            what={t(`server.problem.${problem}.what`)}
            next={t(`server.problem.${problem}.next`)}
          />
        ))}
        {level === 'none' ? (
          <Notice tone="bad" what={t('server.noAnswer.what')} next={t('server.noAnswer.next')} />
        ) : (
          <PartFacts name={name} health={health} clock={clock} />
        )}
      </div>
    </section>
  )
}
