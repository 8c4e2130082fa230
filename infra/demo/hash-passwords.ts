// Hashes the passwords of standard input, one a line, in one process: the demo has many accounts and little time.
import { hashPassword } from '@press-gallery/server/access/passwords'
import { text } from 'node:stream/consumers'

const passwords = (await text(process.stdin)).trimEnd().split('\n')
console.log((await Promise.all(passwords.map((password) => hashPassword(password)))).join('\n'))
