import type { Pool, PoolMember } from '@press-gallery/server/protocol/accreditation'
import type { PersonSummary } from '@press-gallery/server/protocol/people'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { navigate } from '../route.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { useTask } from '../ui/use-task.ts'
import type { AccreditationApi } from './accreditation-api.ts'
import type { DeskApi } from './desk-api.ts'
import { DeskFailure } from './desk-parts.tsx'
import { PoolImport } from './pool-import.tsx'
import { RenamePool } from './rename-pool.tsx'

export interface PoolPageProps {
  api: AccreditationApi
  desk: DeskApi
  courtId: string
  poolId: string
}

/** A pool: its members, one by one or from a CSV file. */
export function PoolPage({ api, desk, courtId, poolId }: PoolPageProps) {
  const { t } = useTranslation()
  const ask = useCallback(async () => {
    const [pools, members, journalists] = await Promise.all([
      api.pools(),
      api.members(poolId),
      desk.journalists(courtId),
    ])
    return { pool: pools.find(({ id }) => id === poolId) ?? null, members, journalists }
  }, [api, desk, courtId, poolId])
  const { value, error, reload } = useAnswer(ask)
  const pool = value?.pool ?? null
  return (
    <div className="page">
      <header className="page__head">
        <BackLink href="/desk/accreditation/pools" words={t('desk.pool.all')} />
        <PageTitle title={pool?.name ?? t('desk.accreditation.pool')} />
      </header>
      {value === null && error === null ? <Loading /> : <DeskFailure error={error} />}
      {value !== null && pool === null ? (
        <Notice tone="warn" what={t('desk.pool.gone')} next={t('desk.pool.goneNext')} />
      ) : null}
      {value !== null && pool !== null ? (
        <>
          <Members {...value} api={api} pool={pool} reload={reload} />
          <PoolImport api={api} poolId={poolId} onDone={reload} />
          <div className="page__actions">
            <RenamePool api={api} pool={pool} onDone={reload} />
            <RemovePool api={api} pool={pool} />
          </div>
        </>
      ) : null}
    </div>
  )
}

interface MembersProps {
  api: AccreditationApi
  pool: Pool
  members: readonly PoolMember[]
  journalists: readonly PersonSummary[]
  reload: () => void
}

function Members({ api, pool, members, journalists, reload }: MembersProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState('')
  const task = useTask(async (change: () => Promise<void>) => {
    await change()
    reload()
  })
  const inside = new Set(members.map(({ personId }) => personId))
  const outside = journalists.filter(({ personId }) => !inside.has(personId))
  const choice = outside.some(({ personId }) => personId === chosen) ? chosen : ''
  return (
    <section className="card" aria-labelledby="members-title">
      <div className="desk__head">
        <h2 id="members-title">{t('desk.pool.count', { count: members.length })}</h2>
        {members.length === 0 ? null : (
          <a className="button button--secondary" href={api.exportPath(pool.id)} download>
            {t('desk.pool.export')}
          </a>
        )}
      </div>
      {members.length === 0 ? null : (
        <ul className="viewers">
          {members.map(({ personId, name, email, outlet, cardNumber }) => (
            <li className="viewer" key={personId}>
              <div className="viewer__who">
                <strong>{name}</strong>
                <span className="viewer__more">
                  {[
                    outlet,
                    email ?? '',
                    cardNumber === '' ? '' : t('desk.accreditation.card', { number: cardNumber }),
                  ]
                    .filter((part) => part !== '')
                    .join(' · ')}
                </span>
              </div>
              <Button
                look="quiet"
                aria-label={t('desk.pool.takeOutOne', { name })}
                onClick={() => void task.run(() => api.takeOut(pool.id, personId))}
              >
                {t('desk.pool.takeOut')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {outside.length === 0 ? null : (
        <div className="pool__add">
          <SelectField
            label={t('desk.pool.add')}
            options={[
              { value: '', label: t('desk.choose') },
              ...outside.map(({ personId, name }) => ({ value: personId, label: name })),
            ]}
            value={choice}
            onChange={setChosen}
          />
          <Button
            busy={task.busy}
            onClick={() => (choice === '' ? undefined : void task.run(() => api.putIn(pool.id, choice)))}
          >
            {t('desk.pool.putIn')}
          </Button>
        </div>
      )}
      <DeskFailure error={task.error} />
    </section>
  )
}

function RemovePool({ api, pool }: { api: AccreditationApi; pool: Pool }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const task = useTask(async () => {
    await api.removePool(pool.id)
    navigate('/desk/accreditation/pools')
  })
  const inUse = { what: t('desk.pool.inUse.what'), next: t('desk.pool.inUse.next') }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('desk.pool.remove')}</Button>
      {asking ? (
        <Confirm
          title={t('desk.pool.removeOne', { name: pool.name })}
          action={t('desk.pool.remove')}
          busy={task.busy}
          onConfirm={() => void task.run()}
          onClose={() => setAsking(false)}
        >
          <p>{t('desk.pool.removeBody')}</p>
          <DeskFailure error={task.error} here={{ in_use: inUse }} />
        </Confirm>
      ) : null}
    </>
  )
}
