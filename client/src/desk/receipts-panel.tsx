import type { GivenOrder } from '@press-gallery/server/protocol/desk'
import { useTranslation } from 'react-i18next'
import { Status } from '../ui/status.tsx'
import { receiptsSaid, type Receipts } from './attendance-model.ts'
import { useTimes } from './use-times.ts'

/** Who has become dark after the latest order that cut the media, and who has not answered. */
export function ReceiptsPanel({ receipts, given }: { receipts: Receipts; given: readonly GivenOrder[] }) {
  const { t } = useTranslation()
  const times = useTimes()
  const { order, how, dark, of, slowestMs, silent } = receiptsSaid(receipts, given)
  const what = t(`desk.cutBy.${order === 'close' || order === 'recess' || order === 'end' ? order : 'other'}`)
  return (
    <section className="card" aria-labelledby="receipts-title">
      <h2 id="receipts-title">{t('desk.receipts')}</h2>
      <div aria-live="polite">
        <p className="receipts__count">
          <Status tone={how === 'waiting' ? 'warn' : 'good'}>
            {how === 'nobodyOn'
              ? t('desk.receipt.nobodyOn', { what })
              : slowestMs === null
                ? t('desk.receipt.none', { what, dark, of })
                : t('desk.receipt.slowest', { what, dark, of, ms: Math.round(slowestMs) })}
          </Status>
        </p>
        <p className="page__lead">{t('desk.receipt.at', { time: times.clock(receipts.orderedMs) })}</p>
      </div>
      {silent.length === 0 ? null : (
        <div>
          <p>{t('desk.receipt.silent')}</p>
          <ul className="receipts__silent">
            {silent.map((name, index) => (
              // Two viewings of one name are two lines.
              <li key={`${index}-${name}`}>{name}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
