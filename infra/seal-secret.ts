// Seals a secret for the court file: reads it from standard input, so that no shell history and no `ps` shows it.
import { sealSecret, sealingKey } from '@press-gallery/server/access/sealed-secret'
import { readConfig } from '@press-gallery/server/config'
import { fromStandardInput } from './standard-input.ts'

const secret = await fromStandardInput('The secret to seal, for a camera login:password: ')
console.log(sealSecret(sealingKey(readConfig().dataDir), secret))
