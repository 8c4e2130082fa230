import type { Pool } from '@press-gallery/server/protocol/accreditation'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { useTask } from '../ui/use-task.ts'
import type { AccreditationApi } from './accreditation-api.ts'
import { DeskFailure } from './desk-parts.tsx'

export interface RenamePoolProps {
  api: AccreditationApi
  pool: Pool
  onDone: () => void
}

/** Gives a pool another name; its members, and what names it, stay. */
export function RenamePool({ api, pool, onDone }: RenamePoolProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('desk.pool.rename')}</Button>
      {asking ? <RenameDialog {...{ api, pool, onDone }} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

function RenameDialog({ api, pool, onDone, onClose }: RenamePoolProps & { onClose: () => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState(pool.name)
  const [missing, setMissing] = useState(false)
  const wanted = name.trim()
  const task = useTask(async () => {
    if (wanted !== pool.name) await api.renamePool(pool.id, wanted)
    onClose()
    onDone()
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setMissing(wanted === '')
    if (wanted !== '') void task.run()
  }
  return (
    <Dialog title={t('desk.pool.renameOne', { name: pool.name })} onClose={onClose}>
      <form className="form" noValidate onSubmit={submit}>
        <Field
          label={t('desk.pool.name')}
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
        <div className="page__actions">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" busy={task.busy}>
            {t(task.busy ? 'app.saving' : 'app.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
