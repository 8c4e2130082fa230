import type { Logger } from 'pino'
import type { AccreditationNotice, NotifyJournalist } from '../access/accreditation-notice.ts'
import type { Letter, Mailer } from '../mail/mailer.ts'
import { language, type Language } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'

interface Words {
  subject: Record<AccreditationNotice['what'], string>
  greeting: (name: string) => string
  body: Record<AccreditationNotice['what'], string>
  court: string
  hearing: string
  from: string
  until: string
  reason: string
  look: string
}

const words: Record<Language, Words> = {
  kk: {
    subject: {
      granted: 'Press Gallery: аккредиттеу берілді',
      refused: 'Press Gallery: аккредиттеуден бас тартылды',
      revoked: 'Press Gallery: аккредиттеу қайтарып алынды',
    },
    greeting: (name) => `Құрметті ${name},`,
    body: {
      granted: 'Соттың баспасөз қызметі Сізді аккредиттеді.',
      refused: 'Соттың баспасөз қызметі Сіздің өтініміңізден бас тартты.',
      revoked: 'Соттың баспасөз қызметі Сіздің аккредиттеуіңізді қайтарып алды.',
    },
    court: 'Сот',
    hearing: 'Отырыс',
    from: 'Басталуы',
    until: 'Аяқталуы',
    reason: 'Баспасөз қызметінің түсіндірмесі',
    look: 'Барлық аккредиттеулеріңіз Press Gallery жүйесіндегі аккаунтыңызда көрсетілген.',
  },
  ru: {
    subject: {
      granted: 'Press Gallery: аккредитация предоставлена',
      refused: 'Press Gallery: в аккредитации отказано',
      revoked: 'Press Gallery: аккредитация отозвана',
    },
    greeting: (name) => `Здравствуйте, ${name}!`,
    body: {
      granted: 'Пресс-служба суда аккредитовала вас.',
      refused: 'Пресс-служба суда отказала в вашем запросе.',
      revoked: 'Пресс-служба суда отозвала вашу аккредитацию.',
    },
    court: 'Суд',
    hearing: 'Заседание',
    from: 'С',
    until: 'По',
    reason: 'Пояснение пресс-службы',
    look: 'Все ваши аккредитации видны в вашей учётной записи Press Gallery.',
  },
  en: {
    subject: {
      granted: 'Press Gallery: you are accredited',
      refused: 'Press Gallery: your request was refused',
      revoked: 'Press Gallery: your accreditation was revoked',
    },
    greeting: (name) => `Dear ${name},`,
    body: {
      granted: 'The court’s press office has accredited you.',
      refused: 'The court’s press office has refused your request.',
      revoked: 'The court’s press office has revoked your accreditation.',
    },
    court: 'Court',
    hearing: 'Hearing',
    from: 'From',
    until: 'Until',
    reason: 'The press office wrote',
    look: 'All your accreditations are shown in your Press Gallery account.',
  },
}

const utc = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** What a journalist is told; in the text, since a subject is shown on locked screens. */
export function accreditationLetter(
  { what, court, hearing, fromMs, untilMs, reason }: AccreditationNotice,
  to: { email: string; name: string; language: Language },
): Letter {
  const say = words[to.language]
  const start = hearing?.plannedStartMs ?? null
  const lines = [
    say.greeting(to.name),
    '',
    say.body[what],
    '',
    `${say.court}: ${court.names[to.language]}`,
    ...(hearing === null ? [] : [`${say.hearing}: ${hearing.caseNumber} ${hearing.title}`]),
    ...(start === null ? [] : [`${say.from}: ${utc(start)}`]),
    ...(fromMs === null ? [] : [`${say.from}: ${utc(fromMs)}`]),
    ...(untilMs === null ? [] : [`${say.until}: ${utc(untilMs)}`]),
    ...(reason === '' ? [] : ['', `${say.reason}:`, reason]),
    '',
    say.look,
  ]
  return { to: to.email, subject: say.subject[what], text: `${lines.join('\n')}\n` }
}

export interface AccreditationMailOptions {
  database: Database
  /** Null: no mail server is set; the journalist sees it in the account. */
  mailer: Pick<Mailer, 'send'> | null
  log: Logger
}

/** Sends one letter after another, so that a pool of hundreds does not open as many connections. `stop` is idempotent. */
export function createAccreditationMail({ database, mailer, log }: AccreditationMailOptions): {
  notify: NotifyJournalist
  stop(): void
} {
  let isStopped = false
  let last: Promise<void> = Promise.resolve()

  const send = async (
    sender: Pick<Mailer, 'send'>,
    personId: string,
    notice: AccreditationNotice,
  ): Promise<void> => {
    if (isStopped) return
    const person = await database
      .selectFrom('people')
      .select(['email', 'name', 'language'])
      .where('id', '=', personId)
      .where('removed_ms', 'is', null)
      .executeTakeFirst()
    if (person === undefined || person.email === null) return
    const { email, name } = person
    await sender.send(accreditationLetter(notice, { email, name, language: language.parse(person.language) }))
  }

  return {
    notify(personId, notice) {
      if (mailer === null) return
      last = last
        .then(() => send(mailer, personId, notice))
        .catch((error: unknown) => log.warn({ err: error, personId }, 'a letter could not be sent'))
    },
    stop() {
      isStopped = true
    },
  }
}
