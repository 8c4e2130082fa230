import type { AudienceChoices } from '@press-gallery/server/protocol/accreditation'
import type { CourtAnswer, DeskAnswer } from '@press-gallery/server/protocol/desk'
import { isOver } from '@press-gallery/server/protocol/hearing-state'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { navigate } from '../route.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { useTask } from '../ui/use-task.ts'
import { stillNamed } from './audience-lists.ts'
import type { DeskApi } from './desk-api.ts'
import { DeskBack, DeskFailure } from './desk-parts.tsx'
import { draftOf, emptyDraft } from './hearing-draft.ts'
import { HearingForm } from './hearing-form.tsx'

interface Loaded {
  court: CourtAnswer
  choices: AudienceChoices
}

async function loadCourt(api: DeskApi, courtId: string): Promise<Loaded> {
  const [court, choices] = await Promise.all([api.court(courtId), api.audienceChoices(courtId)])
  return { court, choices }
}

/** Plans a hearing. */
export function SchedulePage({ api, courtId }: { api: DeskApi; courtId: string }) {
  const { t } = useTranslation()
  const ask = useCallback(() => loadCourt(api, courtId), [api, courtId])
  const { value, error } = useAnswer(ask)
  const title = t('desk.schedule')
  if (value === null) return <Waiting title={title} error={error} />
  return (
    <div className="page desk__form">
      <DeskBack />
      <PageTitle title={title} />
      <HearingForm
        {...value}
        initial={emptyDraft}
        begun={false}
        submitWords={t('desk.schedule')}
        save={async (facts) => {
          const { id } = await api.schedule(courtId, facts)
          navigate(`/desk/hearings/${id}`)
        }}
      />
    </div>
  )
}

/** Changes what was planned, or cancels it. */
export function ChangePage({ api, hearingId }: { api: DeskApi; hearingId: string }) {
  const { t } = useTranslation()
  const ask = useCallback(async () => {
    const desk = await api.desk(hearingId)
    return { desk, ...(await loadCourt(api, desk.hearing.courtId)) }
  }, [api, hearingId])
  const { value, error } = useAnswer(ask)
  if (value === null) return <Waiting title={t('desk.changeHearing')} error={error} />
  const { desk, court, choices } = value
  const draft = draftOf(desk.hearing)
  const { state } = desk.hearing.standing
  const over = isOver(state)
  return (
    <div className="page desk__form">
      <DeskBack />
      <PageTitle title={t('desk.changeOne', { title: desk.hearing.title })} />
      {over ? (
        <Notice tone="info" what={t('desk.overWhat')} next={t('desk.overNext')} />
      ) : (
        <HearingForm
          court={court}
          choices={choices}
          initial={{ ...draft, people: stillNamed(draft.people, choices) }}
          begun={state !== 'scheduled'}
          submitWords={t('desk.save')}
          save={async (facts) => {
            await api.change(hearingId, facts)
            navigate('/desk')
          }}
        />
      )}
      {desk.orders.includes('cancel') ? <CancelHearing api={api} desk={desk} /> : null}
    </div>
  )
}

function CancelHearing({ api, desk }: { api: DeskApi; desk: DeskAnswer }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const { id, standing } = desk.hearing
  const task = useTask(async () => {
    await api.order(id, { order: 'cancel', version: standing.version })
    navigate('/desk')
  })
  return (
    <>
      <p>
        <Button onClick={() => setAsking(true)}>{t('desk.order.cancel')}</Button>
      </p>
      {asking ? (
        <Confirm
          title={t('desk.confirm.cancel.title')}
          action={t('desk.order.cancel')}
          busy={task.busy}
          onConfirm={() => void task.run()}
          onClose={() => setAsking(false)}
        >
          <p>{t('desk.confirm.cancel.body')}</p>
          <DeskFailure error={task.error} />
        </Confirm>
      ) : null}
    </>
  )
}

function Waiting({ title, error }: { title: string; error: unknown }) {
  return (
    <div className="page">
      <DeskBack />
      <PageTitle title={title} />
      {error === null ? <Loading /> : <DeskFailure error={error} />}
    </div>
  )
}
