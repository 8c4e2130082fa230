import type { AudienceChoices } from '@press-gallery/server/protocol/accreditation'
import { audience } from '@press-gallery/server/protocol/api'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CheckGroup } from '../ui/check-group.tsx'
import { Choice } from '../ui/choice.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { journalistsLike } from './audience-lists.ts'
import type { HearingDraft } from './hearing-draft.ts'

export interface AudienceFieldsProps {
  draft: HearingDraft
  choices: AudienceChoices
  change: (part: Partial<HearingDraft>) => void
  problem: (field: keyof HearingDraft) => string | null
}

/** Who may watch. */
export function AudienceFields({ draft, choices, change, problem }: AudienceFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <Choice
        legend={t('desk.field.audience')}
        options={audience.options.map((value) => ({ value, label: t(`desk.audience.${value}`) }))}
        value={draft.audience}
        hint={t(`desk.audienceHint.${draft.audience}`)}
        onChange={(chosen) => change({ audience: chosen })}
      />
      {draft.audience === 'court_pool' ? (
        <SelectField
          label={t('desk.field.pool')}
          hint={choices.pools.length === 0 ? t('desk.noPools') : null}
          error={problem('poolId')}
          options={[
            { value: '', label: t('desk.choose') },
            ...choices.pools.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={draft.poolId}
          onChange={(poolId) => change({ poolId })}
        />
      ) : null}
      {draft.audience === 'named' ? (
        <JournalistChoice
          journalists={choices.journalists}
          chosen={draft.people}
          error={problem('people')}
          onChange={(people) => change({ people })}
        />
      ) : null}
    </>
  )
}

/** From so many on they are looked for by name. */
const manyJournalists = 9

interface JournalistChoiceProps {
  journalists: AudienceChoices['journalists']
  chosen: readonly string[]
  error: string | null
  onChange: (people: string[]) => void
}

function JournalistChoice({ journalists, chosen, error, onChange }: JournalistChoiceProps) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState('')
  if (journalists.length === 0)
    return <Notice tone="info" what={t('desk.noJournalists.what')} next={t('desk.noJournalists.next')} />
  return (
    <>
      {journalists.length < manyJournalists ? null : (
        <Field
          type="search"
          label={t('desk.findJournalist')}
          autoComplete="off"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      <CheckGroup
        legend={t('desk.field.people')}
        error={error}
        options={journalistsLike(journalists, wanted).map(({ personId, name, outlet }) => ({
          value: personId,
          label: outlet === '' ? name : `${name} · ${outlet}`,
        }))}
        values={chosen}
        onChange={onChange}
      />
      <output className="choice__hint">{t('desk.chosenJournalists', { count: chosen.length })}</output>
    </>
  )
}
