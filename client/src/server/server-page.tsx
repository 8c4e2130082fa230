import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { Link } from '../ui/link.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { HealthView } from './health-view.tsx'
import { KeysView } from './keys-view.tsx'
import './server.css'

export interface ServerPageProps {
  requests: Requests
  clock: ServerClock
  part: 'health' | 'keys'
}

/** The server itself, for administrators of the whole installation. */
export function ServerPage({ requests, clock, part }: ServerPageProps) {
  const { t } = useTranslation()
  return (
    <div className="page">
      <PageTitle title={t('server.title')} />
      <nav className="server__tabs" aria-label={t('server.pages')}>
        <Link className="view-tab" href="/server" aria-current={part === 'health' ? 'page' : undefined}>
          {t('server.tab.health')}
        </Link>
        <Link className="view-tab" href="/server/keys" aria-current={part === 'keys' ? 'page' : undefined}>
          {t('server.tab.keys')}
        </Link>
      </nav>
      {part === 'health' ? (
        <HealthView requests={requests} clock={clock} />
      ) : (
        <KeysView requests={requests} clock={clock} />
      )}
    </div>
  )
}
