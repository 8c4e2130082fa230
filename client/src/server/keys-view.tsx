import {
  serverKeysAnswer,
  type ServerKeysAnswer,
  type SigningKey,
} from '@press-gallery/server/protocol/server-health'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import type { Requests } from '../api/requests.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { DeskFailure } from '../desk/desk-parts.tsx'
import { useInMyLanguage } from '../desk/use-in-my-language.ts'
import { usePolled } from '../desk/use-polled.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/section.tsx'
import { Status, type StatusTone } from '../ui/status.tsx'
import { useTask } from '../ui/use-task.ts'
import { useMeasures } from './use-measures.ts'

export interface KeysViewProps {
  requests: Requests
  clock: ServerClock
}

const everyMs = 10_000

/** The public side of all keys; the private one never comes here. */
export function KeysView({ requests }: KeysViewProps) {
  const ask = useCallback(() => requests.ask(serverKeysAnswer, 'GET', '/api/server/keys'), [requests])
  const { value, error, again } = usePolled(ask, everyMs)
  return (
    <>
      <DeskFailure error={error} />
      {value === null ? (
        error === null ? (
          <Loading />
        ) : null
      ) : (
        <>
          <SigningKeys keys={value} requests={requests} onChanged={again} />
          <SealingKeys keys={value} />
        </>
      )}
    </>
  )
}

interface SigningKeysProps {
  keys: ServerKeysAnswer
  requests: Requests
  onChanged: () => void
}

function SigningKeys({ keys, requests, onChanged }: SigningKeysProps) {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState(false)
  const { signing, atMs } = keys
  const replaces = signing[0]?.kid ?? ''
  const task = useTask(async () => {
    setDone(false)
    await requests.ask(serverKeysAnswer, 'POST', '/api/server/keys/rotation', { replaces })
    setDone(true)
  })
  const rotate = async (): Promise<void> => {
    await task.run()
    setAsking(false)
    onChanged()
  }
  const moved = task.error instanceof ApiError && task.error.code === 'state_moved_on'
  return (
    <Section title={t('server.keys.signing')} headingRef={heading}>
      <p>{t('server.keys.signingLead')}</p>
      <ul className="rows">
        {signing.map((key) => (
          <SigningKeyRow key={key.kid} signingKey={key} atMs={atMs} />
        ))}
      </ul>
      <div className="page__actions">
        <Button onClick={() => setAsking(true)}>{t('server.keys.rotate')}</Button>
        <output className="server__done">
          {done ? <Status tone="good">{t('server.keys.rotated')}</Status> : null}
        </output>
      </div>
      {moved ? (
        <Notice tone="warn" what={t('server.keys.moved.what')} next={t('server.keys.moved.next')} />
      ) : (
        <DeskFailure error={task.error} />
      )}
      {asking ? (
        <Confirm
          title={t('server.keys.rotateTitle')}
          action={t('server.keys.rotateNow')}
          busy={task.busy}
          onConfirm={() => void rotate()}
          onClose={() => setAsking(false)}
        >
          <p>{t('server.keys.rotateBody')}</p>
        </Confirm>
      ) : null}
    </Section>
  )
}

const toneOfKey: Record<SigningKey['state'], StatusTone> = {
  active: 'good',
  verifying: 'quiet',
  retired: 'quiet',
}

function SigningKeyRow({
  signingKey: { kid, state, madeMs, goodUntilMs },
  atMs,
}: {
  signingKey: SigningKey
  atMs: number
}) {
  const { t } = useTranslation()
  const { clock, moment } = useMeasures(atMs)
  const timeOf = state === 'retired' ? moment : clock
  return (
    <li className="row">
      <div className="row__words">
        <p className="hash">{kid}</p>
        {madeMs === null ? null : (
          <p className="row__facts">{t('server.keys.made', { moment: moment(madeMs) })}</p>
        )}
      </div>
      <Status tone={toneOfKey[state]}>
        {t(`server.keys.state.${state}`, { time: goodUntilMs === null ? '' : timeOf(goodUntilMs) })}
      </Status>
    </li>
  )
}

function SealingKeys({ keys: { sealing, atMs } }: { keys: ServerKeysAnswer }) {
  const { t } = useTranslation()
  return (
    <Section title={t('server.keys.sealing')}>
      <p>{t('server.keys.sealingLead')}</p>
      {sealing.length === 0 ? (
        <p>{t('server.keys.noCourts')}</p>
      ) : (
        <ul className="rows">
          {sealing.map((key) => (
            <SealingKeyRow key={key.courtId} sealingKey={key} atMs={atMs} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function SealingKeyRow({
  sealingKey: { courtId, names, fingerprint, setMs, ...court },
  atMs,
}: {
  sealingKey: ServerKeysAnswer['sealing'][number]
  atMs: number
}) {
  const { t } = useTranslation()
  const { moment } = useMeasures(atMs)
  const name = useInMyLanguage()(names) || court.name
  const isSet = fingerprint !== null
  return (
    <li className="row">
      <div className="row__words">
        <p>{name}</p>
        <Status tone={isSet ? 'good' : 'quiet'}>
          {t(isSet ? 'server.keys.hasSeal' : 'server.keys.noSeal')}
        </Status>
        {isSet ? (
          <>
            <p className="row__facts">{t('server.keys.fingerprint')}</p>
            <p className="hash">{inGroups(fingerprint)}</p>
            <p className="row__facts">
              {setMs === null
                ? t('server.keys.setUnknown')
                : t('server.keys.setAt', { moment: moment(setMs) })}
            </p>
          </>
        ) : null}
      </div>
      <Link
        href={`/courts/${courtId}`}
        aria-label={t(isSet ? 'server.keys.changeOne' : 'server.keys.setOne', { name })}
      >
        {t(isSet ? 'server.keys.change' : 'server.keys.set')}
      </Link>
    </li>
  )
}

/** To be compared by eye. */
const inGroups = (hex: string): string => hex.replaceAll(/(.{4})(?=.)/g, '$1 ')
