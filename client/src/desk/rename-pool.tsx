import type { Pool } from '@press-gallery/server/protocol/accreditation'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { RenameDialog } from '../ui/rename-dialog.tsx'
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
      {asking ? (
        <RenameDialog
          title={t('desk.pool.renameOne', { name: pool.name })}
          label={t('desk.pool.name')}
          missing={t('desk.problem.missing')}
          name={pool.name}
          maxLength={200}
          rename={(name) => api.renamePool(pool.id, name)}
          Failure={PoolFailure}
          onDone={onDone}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}

function PoolFailure({ error }: { error: unknown }) {
  const { t } = useTranslation()
  return (
    <DeskFailure error={error} here={{ taken: { what: t('desk.taken.what'), next: t('desk.taken.next') } }} />
  )
}
