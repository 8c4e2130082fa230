import type { Complaint } from '@press-gallery/server/protocol/attendance'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useTask } from '../ui/use-task.ts'

type Missing = Complaint['missing']

/** How long the answer stays, ms: whoever still misses something then may say so again. */
const thanksMs = 30_000

export interface ComplaintButtonsProps {
  complain: (missing: Missing) => Promise<void>
  /** Nothing is shown that could be missing: the buttons rest, in their place, so that nothing around them moves. */
  away: boolean
}

/** What a viewer misses, told to the courtroom with one button. */
export function ComplaintButtons({ complain, away }: ComplaintButtonsProps) {
  const { t } = useTranslation()
  const [told, setTold] = useState<Missing | null>(null)
  const { busy, error, run } = useTask(async (missing: Missing) => {
    await complain(missing)
    setTold(missing)
  })
  useEffect(() => {
    if (told === null) return undefined
    const timer = window.setTimeout(() => setTold(null), thanksMs)
    return () => window.clearTimeout(timer)
  }, [told])
  const title = t(away ? 'complaint.away' : 'complaint.title')
  return (
    <section className="complaint" aria-label={title}>
      <p className="complaint__title" aria-hidden="true">
        {title}
      </p>
      <div className="complaint__buttons">
        <Button icon="soundOff" busy={busy} disabled={away} onClick={() => void run('sound')}>
          {t('complaint.noSound')}
        </Button>
        <Button icon="crossed" busy={busy} disabled={away} onClick={() => void run('picture')}>
          {t('complaint.noPicture')}
        </Button>
      </div>
      {told === null || away ? null : (
        <Notice tone="info" what={t('complaint.thanks')} next={t(`complaint.${told}Next`)} />
      )}
      {error === null ? null : (
        <Notice tone="bad" what={t('complaint.failed')} next={t('error.network.next')} />
      )}
    </section>
  )
}
