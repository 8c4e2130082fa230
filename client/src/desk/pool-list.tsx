import { useCallback, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { useTask } from '../ui/use-task.ts'
import type { AccreditationApi } from './accreditation-api.ts'
import { DeskFailure } from './desk-parts.tsx'

/** The court's pools, and a new one. */
export function PoolList({ api, courtId }: { api: AccreditationApi; courtId: string }) {
  const { t } = useTranslation()
  const ask = useCallback(() => api.pools(), [api])
  const { value: pools, error, reload } = useAnswer(ask)
  if (pools === null) return error === null ? <Loading /> : <DeskFailure error={error} />
  return (
    <>
      <DeskFailure error={error} />
      {pools.length === 0 ? (
        <Notice tone="info" what={t('desk.pool.none')} next={t('desk.pool.noneNext')} />
      ) : null}
      <ul className="desk__hearings">
        {pools.map(({ id, name, members }) => (
          <li className="card pool" key={id}>
            <h2>
              <Link href={`/desk/accreditation/courts/${courtId}/pools/${id}`}>{name}</Link>
            </h2>
            <p className="page__lead">{t('desk.pool.count', { count: members })}</p>
          </li>
        ))}
      </ul>
      <NewPool
        create={async (name) => {
          await api.createPool(name)
          reload()
        }}
      />
    </>
  )
}

function NewPool({ create }: { create: (name: string) => Promise<void> }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  const task = useTask(async () => {
    await create(name.trim())
    setName('')
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setMissing(name.trim() === '')
    if (name.trim() !== '') void task.run()
  }
  return (
    <form className="card desk__form" noValidate onSubmit={submit}>
      <h2>{t('desk.pool.new')}</h2>
      <Field
        label={t('desk.pool.name')}
        hint={t('desk.pool.nameHint')}
        error={missing ? t('desk.problem.missing') : null}
        value={name}
        maxLength={200}
        required
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <DeskFailure
        error={task.error}
        here={{ taken: { what: t('desk.taken.what'), next: t('desk.taken.next') } }}
      />
      <p>
        <Button type="submit" look="primary" busy={task.busy}>
          {t('desk.pool.create')}
        </Button>
      </p>
    </form>
  )
}
