import type { CourtroomSummary } from '@press-gallery/server/protocol/desk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FeedLine } from '../hearings/feed-line.tsx'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import { CourtroomDialog } from './courtroom-dialog.tsx'
import type { CourtSectionProps } from './facts-section.tsx'
import { RemoveCourtroom } from './remove-courtroom.tsx'
import { RetireCourtroom, RetiredCourtroomRow } from './retire-courtroom.tsx'

/** The rooms that have a camera, and how their cameras do. */
export function CourtroomsSection({ api, court, onChanged }: CourtSectionProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<{ courtroom: CourtroomSummary | null } | null>(null)
  return (
    <Section title={t('courts.rooms.title')}>
      {court.courtrooms.length === 0 ? (
        <p className="page__lead">{t('courts.rooms.none')}</p>
      ) : (
        <ul className="rows">
          {court.courtrooms.map((courtroom) => (
            <li className="row" key={courtroom.id}>
              <div className="row__words">
                <p className="courtroom__name">
                  <strong>{courtroom.name}</strong>
                  <FeedLine feed={courtroom.feed} />
                </p>
                <p className="row__facts">
                  {courtroom.source.url ?? t('courts.source.test')}
                  {courtroom.source.hasLogin ? ` · ${t('courts.rooms.hasLogin')}` : ''}
                </p>
              </div>
              <div className="page__actions">
                <Button
                  onClick={() => setOpen({ courtroom })}
                  aria-label={t('courts.rooms.changeOne', { name: courtroom.name })}
                >
                  {t('courts.rooms.change')}
                </Button>
                <RetireCourtroom
                  courtroom={courtroom}
                  retire={() => api.retireCourtroom(courtroom.id, true)}
                  onDone={onChanged}
                />
                <RemoveCourtroom
                  courtroom={courtroom}
                  remove={() => api.removeCourtroom(courtroom.id)}
                  onDone={onChanged}
                />
              </div>
            </li>
          ))}
        </ul>
      )}
      <div className="page__actions">
        <Button onClick={() => setOpen({ courtroom: null })}>{t('courts.rooms.add')}</Button>
      </div>
      {court.retired.length === 0 ? null : (
        <div>
          <h3>{t('courts.rooms.retired')}</h3>
          <ul className="rows">
            {court.retired.map((courtroom) => (
              <RetiredCourtroomRow
                key={courtroom.id}
                courtroom={courtroom}
                bringBack={() => api.retireCourtroom(courtroom.id, false)}
                onDone={onChanged}
              />
            ))}
          </ul>
        </div>
      )}
      {open === null ? null : (
        <CourtroomDialog
          api={api}
          courtId={court.id}
          courtroom={open.courtroom}
          taken={[...court.courtrooms, ...court.retired].map(({ id }) => id)}
          onDone={() => {
            setOpen(null)
            onChanged()
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  )
}
