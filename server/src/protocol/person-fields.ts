import { z } from 'zod'

/** Letters, digits and `. _ @ + -`, of one case: an e-mail address is a good one. */
export const newLogin = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9._@+-]{0,126}[a-z0-9])?$/)

/** One line of text: names stand in mails' headers and on lists. */
export const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    // Control, format (bidirectional overrides among them) and separator characters.
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u)

export const personName = oneLine(200)

export const emailAddress = z.email().max(254)
