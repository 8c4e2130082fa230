import type { AttendanceView } from '@press-gallery/server/protocol/attendance'
import type { GivenOrder } from '@press-gallery/server/protocol/desk'
import type { HearingState, Standing } from '@press-gallery/server/protocol/hearing-state'
import { useTranslation } from 'react-i18next'
import { Status } from '../ui/status.tsx'
import { receiptsSaid } from './attendance-model.ts'
import { useTimes } from './use-times.ts'

/** By which order the media were cut, in the states that begin with a cut. */
const cutOf: Partial<Record<HearingState, 'close' | 'recess' | 'end'>> = {
  recess: 'recess',
  closed: 'close',
  ended: 'end',
}

export interface ReceiptsPanelProps {
  attendance: AttendanceView
  given: readonly GivenOrder[]
  standing: Standing
}

/** Who has become dark after the latest order that cut the media, and who has not answered. */
export function ReceiptsPanel({ attendance: { receipts, version }, given, standing }: ReceiptsPanelProps) {
  const { t } = useTranslation()
  const times = useTimes()
  if (receipts === null) return null
  const { order, how, dark, of, slowestMs, silent } = receiptsSaid(receipts, given, standing)
  const what = t(`desk.cutBy.${order === 'close' || order === 'recess' || order === 'end' ? order : 'other'}`)
  const said =
    of === 0
      ? t('desk.receipt.nobodyOn', { what })
      : slowestMs === null
        ? t('desk.receipt.none', { what, dark, of })
        : t('desk.receipt.slowest', { what, dark, of, ms: Math.round(slowestMs) })
  const time = times.clock(receipts.orderedMs)
  const present = cutOf[standing.state]
  return (
    <section className="card" aria-labelledby="receipts-title">
      <h2 id="receipts-title">{t('desk.receipts')}</h2>
      <div aria-live="polite">
        {how === 'earlier' ? (
          <>
            {/* Nothing was being shown to anybody when this order was given, as in a recess. */}
            {present === undefined || version < standing.version ? null : (
              <p className="receipts__count">
                <Status tone="good">
                  {t('desk.receipt.nobodyOn', { what: t(`desk.cutBy.${present}`) })}
                </Status>
              </p>
            )}
            <p className="page__lead">{t('desk.receipt.earlier', { time, said })}</p>
          </>
        ) : (
          <>
            <p className="receipts__count">
              <Status tone={how === 'waiting' ? 'warn' : 'good'}>{said}</Status>
            </p>
            <p className="page__lead">{t('desk.receipt.at', { time })}</p>
          </>
        )}
      </div>
      {how === 'earlier' || silent.length === 0 ? null : (
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
