import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createReloadBudget } from '../browser/reload-budget.ts'
import { remembered } from '../browser/remembered.ts'
import { presentBuild } from '../shell/newer-build.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** `partMissing`: it could not be fetched, as after a lost network or an update of the server. */
export type PageFault = 'partMissing' | 'broken'

const askEveryMs = 3_000
const reload = (): void => window.location.reload()

/** What stands where a page should. One whose parts were missing is loaded anew by itself once the server answers. */
export function BrokenPage({ fault }: { fault: PageFault }) {
  const { t } = useTranslation()
  const [reloads] = useState(() => createReloadBudget(remembered('press-gallery.page-reloads')))
  useEffect(() => {
    if (fault !== 'partMissing') return undefined
    const ask = async (): Promise<void> => {
      try {
        await presentBuild()
      } catch {
        return
      }
      if (reloads.spend(Date.now())) reload()
    }
    const timer = window.setInterval(() => void ask(), askEveryMs)
    return () => window.clearInterval(timer)
  }, [fault, reloads])
  return (
    <div className="page">
      <Notice tone="bad" what={t(`app.${fault}.what`)} next={t(`app.${fault}.next`)}>
        <p className="page__actions">
          <Button onClick={reload}>{t('app.loadAgain')}</Button>
        </p>
      </Notice>
    </div>
  )
}
