import type { WallHearing } from '@press-gallery/server/protocol/screens'
import { useTranslation } from 'react-i18next'
import { DayAndHour } from '../ui/day-and-hour.tsx'

/** While nothing is under way: what comes next, and when. */
export function NextHearings({ next }: { next: readonly WallHearing[] }) {
  const { t } = useTranslation()
  if (next.length === 0)
    return (
      <section className="wall-next">
        <h2 className="wall-next__title">{t('wall.nothingNow')}</h2>
        <p className="wall-next__none">{t('wall.nothingPlanned')}</p>
      </section>
    )
  return (
    <section className="wall-next">
      <h2 className="wall-next__title">{t('wall.next')}</h2>
      <ul className="wall-next__list">
        {next.map(({ id, title, caseNumber, courtroom, plannedStartMs }) => (
          <li className="wall-next__row" key={id}>
            <span className="wall-next__time">
              {plannedStartMs === null ? t('wall.noTime') : <DayAndHour ms={plannedStartMs} />}
            </span>
            <span className="wall-next__what">{title}</span>
            <span className="wall-next__where">
              {t('wall.case', { number: caseNumber })} · {courtroom}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
