import { z } from 'zod'
import { oneLine } from './texts.ts'

/** Letters, digits and `. _ @ + -`, of one case: an e-mail address is a good one. */
export const newLogin = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9._@+-]{0,126}[a-z0-9])?$/)

export const personName = oneLine(200)

export const emailAddress = z.email().max(254)
