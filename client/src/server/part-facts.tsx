import type { ServerHealthAnswer } from '@press-gallery/server/protocol/server-health'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import { useServerNow } from '../ui/use-server-now.ts'
import { Link } from '../ui/link.tsx'
import { FactList } from './fact-list.tsx'
import type { PartName } from './health-order.ts'
import { RecorderFacts, SfuFacts } from './media-facts.tsx'
import { useMeasures } from './use-measures.ts'

export interface PartFactsProps {
  name: PartName
  health: ServerHealthAnswer
  clock: ServerClock
}

/** What is known of a part, whether something is wrong with it or not. */
export function PartFacts({ name, health, clock }: PartFactsProps): ReactNode {
  const { atMs } = health
  if (name === 'clock') return <ClockFacts clock={clock} />
  if (name === 'sfu') return health.sfu && <SfuFacts sfu={health.sfu} atMs={atMs} />
  if (name === 'recorder') return health.recorder && <RecorderFacts recorder={health.recorder} atMs={atMs} />
  if (name === 'disk') return health.disk && <DiskFacts disk={health.disk} atMs={atMs} />
  if (name === 'certificate')
    return health.certificate && <CertificateFacts certificate={health.certificate} atMs={atMs} />
  if (name === 'database') return health.database && <DatabaseFacts database={health.database} atMs={atMs} />
  if (name === 'backup') return health.backup && <BackupFacts backup={health.backup} atMs={atMs} />
  if (name === 'audit')
    return health.audit && <AuditFacts audit={health.audit} mail={health.mail} atMs={atMs} />
  if (name === 'mail') return health.mail && <MailFacts mail={health.mail} atMs={atMs} />
  if (name === 'connections')
    return health.connections && <ConnectionFacts connections={health.connections} />
  return health.process && <ProcessFacts process={health.process} atMs={atMs} />
}

type Part<P extends keyof ServerHealthAnswer> = Exclude<ServerHealthAnswer[P], null>

/** A name of a file or the like: figures of one width would pull its hyphens apart. */
function Name({ children }: { children: string }) {
  return <span className="server-facts__name">{children}</span>
}

function ClockFacts({ clock }: { clock: ServerClock }) {
  const { t } = useTranslation()
  const nowMs = useServerNow(clock)
  const times = useMeasures(nowMs)
  const offsetMs = clock.offsetMs()
  return (
    <FactList
      facts={[
        { label: t('server.clock.server'), value: times.clock(nowMs) },
        { label: t('server.clock.here'), value: times.clock(nowMs - offsetMs) },
        {
          label: t('server.clock.apart'),
          value: t('server.clock.seconds', { seconds: Math.abs(offsetMs) / 1000 }),
        },
      ]}
    />
  )
}

function DiskFacts({ disk: { disks, bytesPerS }, atMs }: { disk: Part<'disk'>; atMs: number }) {
  const { t } = useTranslation()
  const { size, elapsed } = useMeasures(atMs)
  const rateOf = (perS: number | null): string => {
    if (perS === null) return t('server.unknown')
    return perS === 0 ? t('server.disk.idle') : t('server.disk.perHour', { size: size(perS * 3600) })
  }
  return (
    <FactList
      facts={[
        ...disks.map(({ holds, folder, freeBytes, totalBytes, hoursLeft }) => ({
          label: t(`server.disk.${holds}`),
          value: (
            <>
              {t('server.disk.free', { free: size(freeBytes), total: size(totalBytes) })}
              {hoursLeft === null
                ? null
                : `; ${t('server.disk.left', { elapsed: elapsed(hoursLeft * 3_600_000) })}`}
              <span className="server-facts__small">{folder}</span>
            </>
          ),
        })),
        {
          label: t('server.disk.rate'),
          value: rateOf(bytesPerS),
        },
      ]}
    />
  )
}

function DatabaseFacts({ database, atMs }: { database: Part<'database'>; atMs: number }) {
  const { t } = useTranslation()
  const { size, past } = useMeasures(atMs)
  return (
    <FactList
      facts={[
        { label: t('server.database.kind'), value: t(`server.database.${database.engine}`) },
        { label: t('server.database.size'), value: size(database.sizeBytes) },
        { label: t('server.database.schema'), value: <Name>{database.schema}</Name> },
        { label: t('server.database.written'), value: past(database.writtenMs) },
      ]}
    />
  )
}

function BackupFacts({
  backup: { problems, madeMs, bytes, file },
  atMs,
}: {
  backup: Part<'backup'>
  atMs: number
}) {
  const { t } = useTranslation()
  const { size, past } = useMeasures(atMs)
  const isDue = madeMs === null && problems.length === 0
  return (
    <>
      <FactList
        facts={[
          { label: t('server.backup.made'), value: isDue ? t('server.backup.due') : past(madeMs) },
          ...(bytes === null ? [] : [{ label: t('server.backup.size'), value: size(bytes) }]),
          ...(file === null ? [] : [{ label: t('server.backup.file'), value: <Name>{file}</Name> }]),
        ]}
      />
      <p className="page__lead">{t('server.backup.not')}</p>
    </>
  )
}

function AuditFacts({
  audit,
  mail,
  atMs,
}: {
  audit: Part<'audit'>
  mail: ServerHealthAnswer['mail']
  atMs: number
}) {
  const { t } = useTranslation()
  const { past } = useMeasures(atMs)
  const { problems, head, writtenMs, mailedMs, verifiedMs, found } = audit
  const isDue = verifiedMs === null && !problems.includes('audit_unverified')
  const isUnmailable = mailedMs === null && mail?.isSet === false
  const verdict = found === null ? '' : `: ${t('server.audit.found', { count: found })}`
  return (
    <>
      <FactList
        facts={[
          { label: t('server.audit.entries'), value: head.seq },
          { label: t('server.audit.head'), value: <span className="hash">{head.hash}</span> },
          { label: t('server.audit.written'), value: past(writtenMs) },
          {
            label: t('server.audit.verified'),
            value: isDue ? t('server.audit.due') : past(verifiedMs) + verdict,
          },
          {
            label: t('server.audit.mailed'),
            value: isUnmailable ? t('server.audit.noMail') : past(mailedMs),
          },
        ]}
      />
      <p>
        <Link href="/desk/audit">{t('server.audit.open')}</Link>
      </p>
    </>
  )
}

function MailFacts({
  mail: { isSet, takenMs, failedMs, failure },
  atMs,
}: {
  mail: Part<'mail'>
  atMs: number
}) {
  const { t } = useTranslation()
  const { past } = useMeasures(atMs)
  const state = { label: t('server.mail.state'), value: t(isSet ? 'server.mail.set' : 'server.mail.unset') }
  if (!isSet) return <FactList facts={[state]} />
  return (
    <FactList
      facts={[
        state,
        { label: t('server.mail.taken'), value: past(takenMs) },
        {
          label: t('server.mail.failed'),
          value:
            failedMs === null
              ? t('server.none')
              : t('server.mail.code', { when: past(failedMs), code: failure ?? '' }),
        },
      ]}
    />
  )
}

function CertificateFacts({
  certificate: { problems, tls, certificate },
  atMs,
}: {
  certificate: Part<'certificate'>
  atMs: number
}) {
  const { t } = useTranslation()
  const { coming } = useMeasures(atMs)
  if (tls === 'nowhere' && problems.length === 0) return <p>{t('server.certificate.local')}</p>
  if (tls !== 'here') return <p>{t(`server.certificate.${tls}`)}</p>
  if (certificate === null) return null
  const { subject, names, issuer, untilMs } = certificate
  return (
    <FactList
      facts={[
        { label: t('server.certificate.until'), value: coming(untilMs) },
        { label: t('server.certificate.names'), value: names.join(', ') || t('server.none') },
        { label: t('server.certificate.subject'), value: subject || t('server.none') },
        { label: t('server.certificate.issuer'), value: issuer || t('server.none') },
      ]}
    />
  )
}

function ConnectionFacts({
  connections: { attending, viewers, standBys, sockets },
}: {
  connections: Part<'connections'>
}) {
  const { t } = useTranslation()
  return (
    <FactList
      facts={[
        { label: t('server.connections.attending'), value: attending },
        { label: t('server.connections.viewers'), value: viewers },
        { label: t('server.connections.standBys'), value: standBys },
        { label: t('server.connections.sockets'), value: sockets },
      ]}
    />
  )
}

function ProcessFacts({ process, atMs }: { process: Part<'process'>; atMs: number }) {
  const { t } = useTranslation()
  const { size, past } = useMeasures(atMs)
  const { version, node, startedMs, memoryBytes, loopP99Ms, loopMaxMs } = process
  return (
    <FactList
      facts={[
        { label: t('server.process.version'), value: version },
        { label: t('server.process.node'), value: `Node.js ${node}` },
        { label: t('server.process.since'), value: past(startedMs) },
        { label: t('server.process.memory'), value: size(memoryBytes) },
        {
          label: t('server.process.delay'),
          value: t('server.process.delays', { p99: loopP99Ms, max: loopMaxMs }),
        },
      ]}
    />
  )
}
