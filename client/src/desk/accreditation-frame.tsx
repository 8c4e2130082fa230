import { accreditationStates } from '@press-gallery/server/protocol/accreditation'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePath } from '../route.ts'
import { Link } from '../ui/link.tsx'
import { CourtPageHead } from './court-page-head.tsx'
import type { CourtSwitchProps } from './court-switch.tsx'

const base = '/desk/accreditation'
const granting = `${base}/grant`

/** What the pages of the press office have in common: the court, and the ways between them. */
export function AccreditationFrame({ children, ...courts }: CourtSwitchProps & { children: ReactNode }) {
  const { t } = useTranslation()
  const here = usePath().replace(/\/$/, '')
  const parts = [
    ...accreditationStates.map((state) => ({
      href: state === 'requested' ? base : `${base}/${state}`,
      words: t(`desk.accreditation.state.${state}`),
    })),
    { href: `${base}/pools`, words: t('desk.accreditation.pools') },
  ]
  return (
    <div className="page">
      <CourtPageHead title={t('desk.accreditation.title')} {...courts}>
        {here === granting ? null : (
          <Link className="button button--primary" href={granting}>
            {t('desk.accreditation.grantNew')}
          </Link>
        )}
      </CourtPageHead>
      <nav className="parts" aria-label={t('desk.accreditation.parts')}>
        <ul className="parts__list">
          {parts.map(({ href, words }) => (
            <li key={href}>
              <Link className="parts__link" href={href} aria-current={href === here ? 'page' : undefined}>
                {words}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </div>
  )
}
