import { z } from 'zod'

/** Characters that turn the way in which what follows them is read (UAX 9), so that a text says to the eye what it does not say. */
const turning = /[\u202A-\u202E\u2066-\u2069]/gu

/** Text that is shown to others, at most so many characters. What would turn its direction is taken out of it. */
export const shownText = (most: number) =>
  z
    .string()
    .overwrite((text) => text.replaceAll(turning, ''))
    .max(most)

/** A title, a name of a thing: `shownText` without spaces around it, and not empty. */
export const shownTitle = (most: number) => shownText(most).trim().min(1)

/** One line of text: names stand in mails' headers and on lists. */
export const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    // Control, format (those that turn the direction among them) and separator characters.
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u)
