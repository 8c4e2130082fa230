// Makes the `passwordHash` of an account in the court file: reads the password from standard input.
import { hashPassword } from '@press-gallery/server/access/passwords'
import { fromStandardInput } from './standard-input.ts'

console.log(await hashPassword(await fromStandardInput('The password: ')))
