import type { Standing } from '@press-gallery/server/protocol/hearing-state'
import { useTranslation } from 'react-i18next'
import { Notice } from '../ui/notice.tsx'
import { useTimes } from './use-times.ts'
import type { LastOrder } from './use-orders.ts'

export interface OrderOutcomeWordsProps {
  last: LastOrder | null
  /** How the hearing stands now, as far as the page knows. */
  standing: Standing
}

/** What became of the order given last, next to the buttons. Claims no more than the server has answered. */
export function OrderOutcomeWords({ last, standing }: OrderOutcomeWordsProps) {
  const { t } = useTranslation()
  return (
    <div className="orders__outcome">
      {/* Always there, so that readers hear what comes into it. */}
      <div aria-live="polite">
        {last?.kind === 'sent' ? (
          <p>{t('desk.outcome.sent', { order: t(`desk.order.${last.order}`) })}</p>
        ) : null}
        {last?.kind === 'obeyed' ? <Obeyed order={last.order} standing={last.standing} /> : null}
      </div>
      {last?.kind === 'unanswered' ? (
        <Notice
          tone="bad"
          what={t('desk.outcome.unanswered.what')}
          next={t('desk.outcome.unanswered.next')}
        />
      ) : null}
      {last?.kind === 'cut' ? (
        <Notice tone="bad" what={t('error.closed_unwritten.what')} next={t('error.closed_unwritten.next')} />
      ) : null}
      {last?.kind === 'unknown' ? (
        <Notice
          tone="bad"
          what={t('desk.outcome.unknown.what', { order: t(`desk.order.${last.order}`) })}
          next={t('desk.outcome.unknown.next')}
        />
      ) : null}
      {last?.kind === 'refused' ? <Refused last={last} standing={standing} /> : null}
    </div>
  )
}

function Obeyed({ order, standing }: { order: LastOrder['order']; standing: Standing }) {
  const { t } = useTranslation()
  const times = useTimes()
  const state = t(`desk.state.${standing.state}`)
  return (
    <p>
      {t('desk.outcome.obeyed', {
        order: t(`desk.order.${order}`),
        time: times.clock(standing.sinceMs),
        state,
      })}
    </p>
  )
}

function Refused({ last, standing }: { last: LastOrder & { kind: 'refused' }; standing: Standing }) {
  const { t } = useTranslation()
  const { code, order } = last
  return (
    <Notice tone="bad" what={t('desk.outcome.refused', { order: t(`desk.order.${order}`) })} next={next()}>
      <p>{t('desk.outcome.now', { state: t(`desk.state.${standing.state}`) })}</p>
    </Notice>
  )

  function next(): string {
    if (code === 'refused') return t('desk.outcome.notYours')
    if (code === 'store_unavailable') return t('desk.outcome.storeAway')
    return `${t(`error.${code}.what`)} ${t(`error.${code}.next`)}`
  }
}
