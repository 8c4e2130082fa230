import type { GivenOrder } from '@press-gallery/server/protocol/desk'
import { useTranslation } from 'react-i18next'
import { useInMyLanguage } from './use-in-my-language.ts'
import { useTimes } from './use-times.ts'

/** Who has ordered what of this hearing, the latest first. */
export function GivenOrders({ given }: { given: readonly GivenOrder[] }) {
  const { t } = useTranslation()
  const times = useTimes()
  const inMyLanguage = useInMyLanguage()
  return (
    <section className="card" aria-labelledby="given-title">
      <h2 id="given-title">{t('desk.given')}</h2>
      {given.length === 0 ? (
        <p className="page__lead">{t('desk.givenNone')}</p>
      ) : (
        <ol className="given">
          {given
            .toSorted((a, b) => b.version - a.version)
            .map(({ version, order, atMs, by, byRole, ground }) => (
              <li key={version} className="given__order">
                <time dateTime={new Date(atMs).toISOString()}>{times.exact(atMs)}</time>
                <span>
                  <strong>{t(`desk.order.${order}`)}</strong>
                  {ground === null ? null : ` (${inMyLanguage(ground)})`}
                  {` · ${by}, ${t(`app.role.${byRole}`)}`}
                </span>
              </li>
            ))}
        </ol>
      )}
    </section>
  )
}
