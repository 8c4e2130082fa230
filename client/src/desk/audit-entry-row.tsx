import type { AuditEntry, AuditPerson, AuditSearchAnswer } from '@press-gallery/server/protocol/audit'
import { useTranslation } from 'react-i18next'
import { CaseNumber } from '../hearings/case-number.tsx'
import { factsOfEntry, isKnownFact, type AuditValue } from './audit-facts.ts'
import { isKnownKind } from './audit-kinds.ts'
import type { CourtSummary } from './desk-api.ts'
import { useInMyLanguage } from './use-in-my-language.ts'
import { useTimes } from './use-times.ts'

/** A device's login is nobody's to know it by. */
const isOfDevice = (login: string): boolean => login.startsWith('device:')

const nameOf = ({ id, name, login }: AuditPerson): string =>
  name === null ? id : login === null || login === name || isOfDevice(login) ? name : `${name} (${login})`

export interface AuditEntryRowProps {
  entry: AuditEntry
  courts: readonly CourtSummary[]
  /** By their ids, as far as they are known. */
  hearings: ReadonlyMap<string, AuditSearchAnswer['hearings'][number]>
}

/** One entry: when, what, by whom; the rest where it is asked for. */
export function AuditEntryRow({ entry, courts, hearings }: AuditEntryRowProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const inMyLanguage = useInMyLanguage()
  const { seq, atMs, kind, courtId, hearingId, actor, hash } = entry
  const courtName = (sought: string): string => {
    const court = courts.find(({ id }) => id === sought)
    return court === undefined ? sought : inMyLanguage(court.names) || court.name
  }
  const hearing = hearingId === null ? undefined : hearings.get(hearingId)
  return (
    <li className="entry">
      <p className="entry__when">
        <span className="entry__seq">{seq}</span>
        <time dateTime={new Date(atMs).toISOString()}>{times.exact(atMs)}</time>
      </p>
      <div className="entry__what">
        <p>
          <strong>{isKnownKind(kind) ? t(`desk.audit.kind.${kind}`) : kind}</strong>
          {` · ${actor === null ? t('desk.audit.server') : nameOf(actor)}`}
        </p>
        {courtId === null && hearingId === null ? null : (
          <p className="viewer__more">
            {courtId === null ? null : courtName(courtId)}
            {courtId === null || hearingId === null ? null : ' · '}
            {hearing === undefined ? (
              hearingId
            ) : (
              <>
                <CaseNumber number={hearing.caseNumber} />
                {` · ${hearing.title}`}
              </>
            )}
          </p>
        )}
        <details>
          <summary>{t('desk.audit.details')}</summary>
          <dl className="entry__facts">
            <Fact name={t('desk.audit.code')} value={kind} />
            {hearingId === null ? null : <Fact name={t('desk.audit.hearingId')} value={hearingId} />}
            {factsOfEntry(entry).map(({ name, value }) => (
              <Fact
                key={name}
                name={isKnownFact(name) ? t(`desk.audit.fact.${name}`) : name}
                value={inWords(value)}
              />
            ))}
            <Fact name={t('desk.audit.hash')} value={hash} />
          </dl>
        </details>
      </div>
    </li>
  )

  function inWords(value: AuditValue): string {
    if (value.kind === 'time') return times.exact(value.ms)
    if (value.kind === 'flag') return t(value.is ? 'desk.audit.yes' : 'desk.audit.no')
    if (value.kind === 'role') {
      const role = t(`app.role.${value.role}`)
      if (value.courtId === null) return role
      const court = value.courtId === '*' ? t('people.allCourts') : courtName(value.courtId)
      return t('people.roleIn', { role, court })
    }
    if (value.kind === 'state') return t(`desk.state.${value.state}`)
    return value.text
  }
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="entry__fact">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
