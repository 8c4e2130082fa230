import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import type { ScreenSummary } from '@press-gallery/server/protocol/screens'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Status, type StatusTone } from '../ui/status.tsx'
import { useTask } from '../ui/use-task.ts'
import { RemoveScreenDialog, RenameScreenDialog } from './screen-dialogs.tsx'
import { ScreenControls } from './screen-controls.tsx'
import { stateOf, type ScreenState } from './screen-state.ts'
import type { ScreensApi } from './screens-api.ts'
import { ScreensFailure } from './screens-failure.tsx'

export interface ScreenCardProps {
  api: ScreensApi
  screen: ScreenSummary
  /** When the server told this of it, ms since the epoch by this device's clock. */
  heardMs: number
  /** The server does not answer: how it is doing now is not known. */
  isOld: boolean
  /** Of a bench. */
  courtroom: string | null
  hearings: readonly DeskHearing[]
  onChanged: () => void
}

const toneOf: Record<ScreenState, StatusTone> = { away: 'bad', ill: 'warn', well: 'good' }

/** One display or bench: whether it is there, what it really shows, and what can be told to it. */
export function ScreenCard(props: ScreenCardProps) {
  const { api, screen, isOld, courtroom, hearings, onChanged } = props
  const { t } = useTranslation()
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null)
  const [controls, setControls] = useState(false)
  const blink = useTask(() => api.blink(screen.id))
  const { id, kind, name, seenMs, health } = screen
  const state = stateOf(screen)
  const close = (): void => setOpen(null)
  return (
    <li className="card screen">
      <header className="screen__head">
        <div>
          <h2>{name}</h2>
          <p className="page__lead">
            {kind === 'bench'
              ? t('screens.benchOf', { courtroom: courtroom ?? '—' })
              : t('screens.kind.screen')}
          </p>
        </div>
        {isOld ? null : (
          <Status tone={toneOf[state]}>
            {t(`screens.state.${state}`)}
            {state === 'away' ? (
              <>
                {' '}
                <Moment ms={seenMs} />
              </>
            ) : null}
          </Status>
        )}
      </header>
      {isOld || health === null ? null : <Health health={health} hearings={hearings} />}
      {isOld || state !== 'away' ? null : <p>{t('screens.awayNext')}</p>}
      <ScreensFailure error={blink.error} />
      <div className="page__actions">
        {kind === 'screen' ? (
          <>
            <Button aria-expanded={controls} onClick={() => setControls(!controls)}>
              {t('screens.control')}
            </Button>
            {state === 'away' ? null : (
              <Button busy={blink.busy} onClick={() => void blink.run()}>
                {t('screens.blink')}
              </Button>
            )}
          </>
        ) : null}
        <Button onClick={() => setOpen('rename')}>{t('screens.rename')}</Button>
        <Button onClick={() => setOpen('remove')}>{t('screens.remove')}</Button>
      </div>
      {kind === 'screen' && controls ? <ScreenControls {...props} /> : null}
      {open === 'rename' ? (
        <RenameScreenDialog
          name={name}
          rename={(to) => api.change(id, { name: to })}
          onDone={onChanged}
          onClose={close}
        />
      ) : null}
      {open === 'remove' ? (
        <RemoveScreenDialog name={name} remove={() => api.remove(id)} onDone={onChanged} onClose={close} />
      ) : null}
    </li>
  )
}

interface HealthProps {
  health: NonNullable<ScreenSummary['health']>
  hearings: readonly DeskHearing[]
}

function Health({ health, hearings }: HealthProps) {
  const { t } = useTranslation()
  const { tiles, healed, reloaded, soundBlocked, width, height } = health
  return (
    <>
      {tiles.length === 0 ? (
        <p>{t('screens.showsNothing')}</p>
      ) : (
        <ul className="screen__tiles" aria-label={t('screens.shows')}>
          {tiles.map(({ hearingId, path, sees, hears }) => (
            <li key={hearingId} className="screen__tile">
              <span className="screen__title">
                {hearings.find(({ id }) => id === hearingId)?.title ?? '…'}
              </span>
              <Status tone={sees === null ? 'quiet' : sees ? 'good' : 'bad'}>
                {sees === null ? t('screens.slate') : t(`desk.gets.picture.${sees ? 'yes' : 'no'}`)}
              </Status>
              {hears === null ? null : (
                <Status tone={hears ? 'good' : 'bad'}>{t(`desk.gets.sound.${hears ? 'yes' : 'no'}`)}</Status>
              )}
              <span className="page__lead">{t(`desk.path.${path}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {soundBlocked ? <Status tone="warn">{t('screens.soundBlocked')}</Status> : null}
      <p className="page__lead screen__facts">
        <span>{t('screens.size', { width, height })}</span>
        {healed === 0 ? null : <span>{t('screens.healed', { count: healed })}</span>}
        {reloaded === 0 ? null : <span>{t('screens.reloaded', { count: reloaded })}</span>}
      </p>
    </>
  )
}
