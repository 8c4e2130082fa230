import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Status, type StatusTone } from '../ui/status.tsx'
import type { Viewer } from './attendance-model.ts'

export interface ViewerRowProps {
  viewer: Viewer
  /** For how long they are on, in words. */
  onSince: string
  /** Null: can't be put out from here. */
  onEject: (() => void) | null
}

/** Somebody who is on: which way, and whether they see and hear. */
export function ViewerRow({ viewer, onSince, onEject }: ViewerRowProps) {
  const { t } = useTranslation()
  const { name, outlet, role, path, ownPlayer, sees, hears, complains } = viewer
  return (
    <li className="viewer">
      <div className="viewer__who">
        <strong>{name}</strong>
        <span className="viewer__more">
          {[outlet, t(`app.role.${role}`), t(`desk.path.${path}`), onSince].filter(Boolean).join(' · ')}
        </span>
      </div>
      <div className="viewer__gets">
        {ownPlayer ? (
          <Status tone="quiet">{t('desk.gets.ownPlayer')}</Status>
        ) : (
          <>
            <Gets what="picture" gets={sees} />
            <Gets what="sound" gets={hears} />
          </>
        )}
        {complains === null ? null : <Status tone="bad">{t(`desk.complains.${complains}`)}</Status>}
      </div>
      {onEject === null ? null : (
        <Button look="quiet" aria-label={t('desk.ejectOne', { name })} onClick={onEject}>
          {t('desk.eject')}
        </Button>
      )}
    </li>
  )
}

function Gets({ what, gets }: { what: 'picture' | 'sound'; gets: boolean | null }) {
  const { t } = useTranslation()
  const tone: StatusTone = gets === null ? 'quiet' : gets ? 'good' : 'warn'
  const known = gets === null ? 'unknown' : gets ? 'yes' : 'no'
  return <Status tone={tone}>{t(`desk.gets.${what}.${known}`)}</Status>
}
