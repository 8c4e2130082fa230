import type { AudienceChoices } from '@press-gallery/server/protocol/accreditation'
import type { CourtAnswer } from '@press-gallery/server/protocol/desk'
import { languages } from '@press-gallery/server/protocol/identifiers'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { languageNames } from '../i18n/languages.ts'
import { Button } from '../ui/button.tsx'
import { CheckGroup } from '../ui/check-group.tsx'
import { Choice } from '../ui/choice.tsx'
import { DateTimeField } from '../ui/date-time-field.tsx'
import { Field } from '../ui/field.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { TextAreaField } from '../ui/text-area-field.tsx'
import { useTask } from '../ui/use-task.ts'
import { AudienceFields } from './audience-fields.tsx'
import type { HearingFacts } from './desk-api.ts'
import { DeskFailure } from './desk-parts.tsx'
import { factsOf, type DraftProblems, type HearingDraft } from './hearing-draft.ts'

export interface HearingFormProps {
  court: CourtAnswer
  /** Whom it can be opened to. */
  choices: AudienceChoices
  initial: HearingDraft
  /** It has begun: its courtroom stays. */
  begun: boolean
  submitWords: string
  save: (facts: HearingFacts) => Promise<void>
}

/** The facts of a hearing, planned or changed. */
export function HearingForm({ court, choices, initial, begun, submitWords, save }: HearingFormProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(initial)
  const [problems, setProblems] = useState<DraftProblems>({})
  const form = useRef<HTMLFormElement>(null)
  const task = useTask(save)
  const change = (part: Partial<HearingDraft>): void => setDraft((last) => ({ ...last, ...part }))
  const problem = (field: keyof HearingDraft): string | null => {
    const key = problems[field]
    return key === undefined ? null : t(`desk.problem.${key}`)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const made = factsOf(draft)
    if ('facts' in made) {
      setProblems({})
      void task.run(made.facts)
      return
    }
    setProblems(made.problems)
    // The first field with a problem, once it is marked.
    window.requestAnimationFrame(() => {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    })
  }

  return (
    <form ref={form} className="card hearing-form" noValidate onSubmit={submit}>
      <Field
        label={t('desk.field.caseNumber')}
        error={problem('caseNumber')}
        value={draft.caseNumber}
        maxLength={100}
        required
        autoComplete="off"
        onChange={(event) => change({ caseNumber: event.target.value })}
      />
      <Field
        label={t('desk.field.title')}
        error={problem('title')}
        value={draft.title}
        maxLength={300}
        required
        autoComplete="off"
        onChange={(event) => change({ title: event.target.value })}
      />
      <div className="hearing-form__pair">
        <SelectField
          label={t('desk.field.courtroom')}
          error={problem('courtroomId')}
          hint={begun ? t('desk.courtroomStays') : null}
          disabled={begun}
          options={[
            { value: '', label: t('desk.choose') },
            ...court.courtrooms.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={draft.courtroomId}
          onChange={(courtroomId) => change({ courtroomId })}
        />
        <Field
          label={t('desk.field.judge')}
          value={draft.judge}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => change({ judge: event.target.value })}
        />
        <DateTimeField
          label={t('desk.field.start')}
          error={problem('start')}
          value={draft.start}
          onChange={(event) => change({ start: event.target.value })}
        />
        <DateTimeField
          label={t('desk.field.end')}
          error={problem('end')}
          value={draft.end}
          onChange={(event) => change({ end: event.target.value })}
        />
      </div>
      <CheckGroup
        legend={t('desk.field.languages')}
        options={languages.map((language) => ({ value: language, label: languageNames[language] }))}
        values={draft.languages}
        onChange={(chosen) => change({ languages: chosen })}
      />
      <AudienceFields {...{ draft, choices, change, problem }} />
      <fieldset className="hearing-form__notes">
        <legend className="choice__legend">{t('desk.field.notes')}</legend>
        {languages.map((language) => (
          <TextAreaField
            key={language}
            lang={language}
            label={languageNames[language]}
            value={draft.notes[language]}
            maxLength={20_000}
            rows={2}
            onChange={(event) => change({ notes: { ...draft.notes, [language]: event.target.value } })}
          />
        ))}
      </fieldset>
      <label className="check">
        <input
          type="checkbox"
          checked={draft.watermark}
          onChange={(event) => change({ watermark: event.target.checked })}
        />
        {t('desk.field.watermark')}
      </label>
      <Choice
        legend={t('desk.field.closedRecording')}
        options={[
          { value: 'stop', label: t('desk.recordStop') },
          {
            value: 'sealed',
            label: t('desk.recordSealed'),
            // What was chosen while there was a key stays as it was.
            disabled: court.sealRecipient === null && initial.closedRecording !== 'sealed',
          },
        ]}
        value={draft.closedRecording}
        hint={court.sealRecipient === null ? t('desk.noSealKey') : t('desk.sealHint')}
        onChange={(closedRecording) => change({ closedRecording })}
      />
      <DeskFailure error={task.error} />
      {Object.keys(problems).length > 0 ? (
        <p className="field__error" role="alert">
          {t('desk.problemsLeft')}
        </p>
      ) : null}
      <p>
        <Button type="submit" look="primary" busy={task.busy}>
          {submitWords}
        </Button>
      </p>
    </form>
  )
}
