import type { DeskAnswer } from '@press-gallery/server/protocol/desk'
import type { OrderKind, Standing } from '@press-gallery/server/protocol/hearing-state'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { OrderOutcomeWords } from './order-outcome-words.tsx'
import { needsConfirmation, orderKeys, ordersToOffer, wordsOfOrder } from './orders.ts'
import { useInMyLanguage } from './use-in-my-language.ts'
import { useOrderKeys } from './use-order-keys.ts'
import type { LastOrder, OrdersControl } from './use-orders.ts'

export interface OrdersPanelProps {
  desk: DeskAnswer
  standing: Standing
  last: LastOrder | null
  give: OrdersControl['give']
}

const lookOf = (order: OrderKind): 'danger' | 'primary' | 'secondary' => {
  if (order === 'close') return 'danger'
  return order === 'start' || order === 'reopen' ? 'primary' : 'secondary'
}

/** The orders that this person may give now. Closing goes at once; what opens, and what is for good, is asked once more. */
export function OrdersPanel({ desk, standing, last, give }: OrdersPanelProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<{ order: OrderKind; version: number } | null>(null)
  const [ground, setGround] = useState('')
  const { state, version } = standing
  const offered = useMemo(
    () => ordersToOffer({ orders: desk.orders, standing: desk.hearing.standing }, standing),
    [desk, standing],
  )
  const send = useCallback(
    (order: OrderKind, forVersion: number): void => {
      setAsking(null)
      give(order, forVersion, order === 'close' && ground !== '' ? ground : null)
      // The next closing has a ground of its own.
      if (order === 'close') setGround('')
    },
    [give, ground],
  )
  const press = useCallback(
    (order: OrderKind): void => {
      if (needsConfirmation(order)) setAsking({ order, version })
      else send(order, version)
    },
    [send, version],
  )
  const keys = useOrderKeys(offered, press)
  // A question about a state that has moved on is no question any more.
  const asked =
    asking !== null && asking.version === version && offered.includes(asking.order) ? asking : null
  const sending = last?.kind === 'sent' || last?.kind === 'unanswered' ? last.order : null

  return (
    <section className="card orders" aria-labelledby="orders-title">
      <h2 id="orders-title">{t('desk.orders')}</h2>
      {offered.length === 0 ? <p>{t('desk.noOrders')}</p> : null}
      <div className="orders__body">
        <div className="orders__acts">
          <div className="orders__buttons">
            {offered.map((order) => (
              <Button
                key={order}
                look={lookOf(order)}
                size="large"
                busy={sending === order}
                aria-keyshortcuts={keys.on ? orderKeys[order].shown : undefined}
                onClick={() => press(order)}
              >
                {t(`desk.order.${wordsOfOrder(order, state)}`)}
                {keys.on ? <kbd>{orderKeys[order].shown}</kbd> : null}
              </Button>
            ))}
          </div>
          <OrderOutcomeWords last={last} standing={standing} />
        </div>
        {offered.includes('close') && desk.grounds.length > 0 ? (
          <GroundChoice desk={desk} ground={ground} onChange={setGround} />
        ) : null}
      </div>
      {offered.length === 0 ? null : (
        <label className="check with-keys">
          <input type="checkbox" checked={keys.on} onChange={(event) => keys.setOn(event.target.checked)} />
          {t('desk.keys')}
        </label>
      )}
      {asked === null ? null : (
        <Confirm
          title={t(`desk.confirm.${confirmable(asked.order)}.title`)}
          action={t(`desk.order.${asked.order}`)}
          busy={false}
          onConfirm={() => send(asked.order, asked.version)}
          onClose={() => setAsking(null)}
        >
          <p>{t(`desk.confirm.${confirmable(asked.order)}.body`)}</p>
        </Confirm>
      )}
    </section>
  )
}

type Confirmable = 'reopen' | 'end' | 'cancel' | 'seal'
const confirmable = (order: OrderKind): Confirmable =>
  order === 'reopen' || order === 'cancel' || order === 'seal' ? order : 'end'

interface GroundChoiceProps {
  desk: DeskAnswer
  ground: string
  onChange: (ground: string) => void
}

function GroundChoice({ desk, ground, onChange }: GroundChoiceProps) {
  const { t } = useTranslation()
  const inMyLanguage = useInMyLanguage()
  const options = [
    { value: '', label: t('desk.groundNone') },
    ...desk.grounds.map(({ id, words, shown }) => ({
      value: id,
      label: shown ? inMyLanguage(words) : t('desk.groundHidden', { ground: inMyLanguage(words) }),
    })),
  ]
  return (
    <Choice
      legend={t('desk.ground')}
      options={options}
      value={ground}
      hint={t('desk.groundHint')}
      onChange={onChange}
    />
  )
}
