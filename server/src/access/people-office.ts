import { DomainError } from '../protocol/errors.ts'
import type { RoleGrant } from '../protocol/identifiers.ts'
import type {
  InvitedAnswer,
  JournalistChangeRequest,
  JournalistInviteRequest,
  MadeLink,
  PersonChangeRequest,
  PersonInviteRequest,
  PersonSummary,
} from '../protocol/people.ts'
import type { LinkKind } from '../protocol/account.ts'
import { linkLetter } from '../mail/link-letters.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Database } from '../store/open-store.ts'
import { linkAddress, type OneTimeLink, type OneTimeLinks } from './one-time-links.ts'
import type { NewPerson, People } from './people.ts'
import type { Person } from './person-records.ts'
import { checkGrants, checkNoDevices, isOnlyOf, type Officer } from './people-rules.ts'
import { summariesOf } from './person-summaries.ts'
import type { SecondFactor } from './second-factor.ts'

/** Where our pages are, for links. */
type Origin = string

/**
 * What officers do with people: each call asks whether this officer may, and throws `refused` where not, as for somebody
 * who is not there. That the permission is held at all, the route has asked.
 */
export interface PeopleOffice {
  list(officer: Officer, courtId: string): Promise<PersonSummary[]>
  listJournalists(officer: Officer, courtId: string): Promise<PersonSummary[]>
  /** Throws `taken`. */
  invite(officer: Officer, request: PersonInviteRequest, origin: Origin): Promise<InvitedAnswer>
  inviteJournalist(
    officer: Officer,
    courtId: string,
    request: JournalistInviteRequest,
    origin: Origin,
  ): Promise<InvitedAnswer>
  change(officer: Officer, personId: string, request: PersonChangeRequest): Promise<PersonSummary>
  /** Throws `bad_request` for an outlet that is not the court's. */
  changeJournalist(
    officer: Officer,
    courtId: string,
    personId: string,
    request: JournalistChangeRequest,
  ): Promise<PersonSummary>
  remove(officer: Officer, personId: string): Promise<void>
  /** Takes the role in this court, and with the last role the person. */
  removeJournalist(officer: Officer, courtId: string, personId: string): Promise<void>
  makeLink(officer: Officer, personId: string, how: LinkWishes, origin: Origin): Promise<MadeLink>
  makeJournalistLink(
    officer: Officer,
    courtId: string,
    personId: string,
    how: LinkWishes,
    origin: Origin,
  ): Promise<MadeLink>
}

interface LinkWishes {
  removeSecondFactor: boolean
}

export interface PeopleOfficeOptions {
  database: Database
  people: People
  links: Pick<OneTimeLinks, 'make' | 'makeIn'>
  secondFactor: Pick<SecondFactor, 'remove'>
  /** Null: no mail server is set, links are shown to the officer. */
  mailer: Pick<Mailer, 'send'> | null
  nowMs: () => number
}

const refused = (): DomainError => new DomainError('refused', 'nobody whom this officer may touch')

export function createPeopleOffice(options: PeopleOfficeOptions): PeopleOffice {
  const { database, people, links, secondFactor, mailer, nowMs } = options

  const summaryOf = async (officer: Officer, person: Person): Promise<PersonSummary> => {
    const [summary] = await summariesOf(database, officer, [person], nowMs())
    if (summary === undefined) throw new DomainError('internal', 'no summary of a person')
    return summary
  }
  const journalistsOf = async (courtId: string): Promise<Person[]> =>
    (await people.list([courtId], false)).filter((person) => isJournalistOf(person, courtId))

  const journalist = async (courtId: string, personId: string): Promise<Person> => {
    const person = await people.find(personId)
    // Staff who are journalists as well are an administrator's to touch.
    const isOnlyJournalist = person?.grants.every(({ role }) => role === 'journalist')
    if (person === undefined || !isOnlyJournalist || !isJournalistOf(person, courtId)) throw refused()
    return person
  }

  /** By mail where that is possible; else it is shown to the officer. */
  const handOver = async (
    kind: Exclude<LinkKind, 'first_administrator'>,
    { email, language, name, login }: Person,
    { secret, endsMs }: OneTimeLink,
    origin: Origin,
  ): Promise<MadeLink> => {
    const link = linkAddress(origin, secret)
    const mailed =
      mailer !== null &&
      email !== null &&
      (await mailer.send(linkLetter(kind, { to: email, language, name, login, link, endsMs })))
    return { link: mailed ? null : link, mailed, endsMs }
  }

  const inviteNew = async (officer: Officer, person: NewPerson, origin: Origin): Promise<InvitedAnswer> => {
    const made = await database.transaction().execute(async (write) => {
      const personId = await people.createIn(write, person, officer.personId)
      return { personId, link: await links.makeIn(write, 'invitation', personId, officer.personId) }
    })
    const found = await people.find(made.personId)
    if (found === undefined) throw refused()
    const invitation = await handOver('invitation', found, made.link, origin)
    return { person: await summaryOf(officer, found), invitation }
  }

  const makeLink = async (
    officer: Officer,
    person: Person,
    { removeSecondFactor }: LinkWishes,
    origin: Origin,
  ): Promise<MadeLink> => {
    const kind = person.passwordHash === null ? 'invitation' : 'reset'
    if (isOnlyOf(officer, person)) {
      if (removeSecondFactor) await secondFactor.remove(person.personId, officer.personId)
      const link = await links.make(kind, person.personId, officer.personId)
      return handOver(kind, person, link, origin)
    }
    // Who serves further courts gets it by mail or not at all: whoever sees the link can become that person.
    if (mailer === null || person.email === null || removeSecondFactor) throw refused()
    const link = await links.make(kind, person.personId, officer.personId)
    return { ...(await handOver(kind, person, link, origin)), link: null }
  }

  return {
    list: async (officer, courtId) =>
      summariesOf(database, officer, await people.list([courtId], officer.scope === 'all'), nowMs()),
    listJournalists: async (officer, courtId) =>
      summariesOf(database, officer, await journalistsOf(courtId), nowMs()),
    async invite(officer, request, origin) {
      checkGrants(officer, request.grants)
      checkNoDevices(request.grants)
      return inviteNew(officer, request, origin)
    },
    async inviteJournalist(officer, courtId, request, origin) {
      const grant: RoleGrant = { role: 'journalist', courtId }
      checkGrants(officer, [grant])
      const known = await people.findByLogin(request.login)
      if (known !== undefined && isSameAddress(known.email, request.email)) {
        const person = await people.change(known.personId, { give: [grant] }, officer.personId)
        return { person: await summaryOf(officer, person), invitation: null }
      }
      await checkOutlet(database, courtId, request.outletId)
      return inviteNew(officer, { ...request, grants: [grant] }, origin)
    },
    async change(officer, personId, { give, take, ...facts }) {
      const person = await people.find(personId)
      if (person === undefined) throw refused()
      checkGrants(officer, [...give, ...take])
      checkNoDevices(give)
      const changesFacts = Object.values(facts).some((value) => value !== undefined)
      if (changesFacts && !isOnlyOf(officer, person)) throw refused()
      // Else an installation could be left without anybody who can let people in.
      const locksOneselfOut = take.some(({ role }) => role === 'administrator')
      if (personId === officer.personId && locksOneselfOut) throw refused()
      return summaryOf(officer, await people.change(personId, { ...facts, give, take }, officer.personId))
    },
    async changeJournalist(officer, courtId, personId, request) {
      if (!isOnlyOf(officer, await journalist(courtId, personId))) throw refused()
      if (request.outletId !== undefined) await checkOutlet(database, courtId, request.outletId)
      return summaryOf(officer, await people.change(personId, request, officer.personId))
    },
    async remove(officer, personId) {
      const person = await people.find(personId)
      if (person === undefined || !isOnlyOf(officer, person) || personId === officer.personId) throw refused()
      await people.remove(personId, officer.personId)
    },
    async removeJournalist(officer, courtId, personId) {
      const person = await journalist(courtId, personId)
      if (person.grants.length === 1) await people.remove(personId, officer.personId)
      else await people.change(personId, { take: [{ role: 'journalist', courtId }] }, officer.personId)
    },
    async makeLink(officer, personId, how, origin) {
      const person = await people.find(personId)
      if (person === undefined) throw refused()
      return makeLink(officer, person, how, origin)
    },
    makeJournalistLink: async (officer, courtId, personId, how, origin) =>
      makeLink(officer, await journalist(courtId, personId), how, origin),
  }
}

const isJournalistOf = ({ grants }: Person, courtId: string): boolean =>
  grants.some((grant) => grant.role === 'journalist' && grant.courtId === courtId)

const isSameAddress = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one.toLowerCase() === other.toLowerCase()

async function checkOutlet(database: Database, courtId: string, outletId: string | null): Promise<void> {
  if (outletId === null) return
  const outlet = await database
    .selectFrom('outlets')
    .select('id')
    .where('id', '=', outletId)
    .where('court_id', '=', courtId)
    .executeTakeFirst()
  if (outlet === undefined) throw new DomainError('bad_request', 'no outlet of this court')
}
