import type { LinkKind } from '../protocol/account.ts'
import type { Language } from '../protocol/identifiers.ts'
import type { Letter } from './mailer.ts'

export interface LinkLetterFacts {
  to: string
  language: Language
  name: string
  login: string
  link: string
  /** ms since the epoch. */
  endsMs: number
}

interface Words {
  subject: string
  greeting: (name: string) => string
  body: string
  login: string
  ends: string
  ignore: string
}

const words: Record<Exclude<LinkKind, 'first_administrator'>, Record<Language, Words>> = {
  invitation: {
    kk: {
      subject: 'Press Gallery жүйесіне шақыру',
      greeting: (name) => `Құрметті ${name},`,
      body: 'Сот Сізді сот отырыстарын көруге арналған Press Gallery жүйесіне шақырады. Құпиясөз таңдау үшін осы сілтемені ашыңыз:',
      login: 'Сіздің логиніңіз',
      ends: 'Сілтеме бір рет жұмыс істейді және мына уақытқа дейін жарамды',
      ignore: 'Егер бұл хат Сізге арналмаса, оған көңіл бөлмеңіз.',
    },
    ru: {
      subject: 'Приглашение в Press Gallery',
      greeting: (name) => `Здравствуйте, ${name}!`,
      body: 'Суд приглашает вас в Press Gallery — систему трансляции судебных заседаний. Откройте ссылку и выберите пароль:',
      login: 'Ваш логин',
      ends: 'Ссылка сработает один раз и действует до',
      ignore: 'Если это письмо не для вас, ничего делать не нужно.',
    },
    en: {
      subject: 'Your invitation to Press Gallery',
      greeting: (name) => `Dear ${name},`,
      body: 'The court invites you to Press Gallery, where hearings are relayed to the press. Open this link and choose a password:',
      login: 'Your login',
      ends: 'The link works once, until',
      ignore: 'If this letter is not meant for you, there is nothing you need to do.',
    },
  },
  reset: {
    kk: {
      subject: 'Press Gallery: жаңа құпиясөз',
      greeting: (name) => `Құрметті ${name},`,
      body: 'Сот қызметкері Сізге жаңа құпиясөз таңдауға мүмкіндік берді. Осы сілтемені ашыңыз:',
      login: 'Сіздің логиніңіз',
      ends: 'Сілтеме бір рет жұмыс істейді және мына уақытқа дейін жарамды',
      ignore: 'Егер Сіз мұны сұрамаған болсаңыз, сотқа хабарлаңыз: ескі құпиясөз әзірге жарамды.',
    },
    ru: {
      subject: 'Press Gallery: новый пароль',
      greeting: (name) => `Здравствуйте, ${name}!`,
      body: 'Сотрудник суда дал вам возможность выбрать новый пароль. Откройте ссылку:',
      login: 'Ваш логин',
      ends: 'Ссылка сработает один раз и действует до',
      ignore: 'Если вы об этом не просили, сообщите в суд: прежний пароль пока действует.',
    },
    en: {
      subject: 'Press Gallery: a new password',
      greeting: (name) => `Dear ${name},`,
      body: 'The court has made it possible for you to choose a new password. Open this link:',
      login: 'Your login',
      ends: 'The link works once, until',
      ignore: 'If you did not ask for this, tell the court: your old password is still good.',
    },
  },
}

/** In the person's language; times in UTC, since a server does not know where its reader is. */
export function linkLetter(kind: keyof typeof words, facts: LinkLetterFacts): Letter {
  const { to, language, name, login, link, endsMs } = facts
  const say = words[kind][language]
  const ends = `${new Date(endsMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const lines = [
    say.greeting(name),
    '',
    say.body,
    link,
    '',
    `${say.login}: ${login}`,
    `${say.ends}: ${ends}`,
    '',
    say.ignore,
  ]
  return { to, subject: say.subject, text: `${lines.join('\n')}\n` }
}
