import { parseArgs } from 'node:util'
import { z } from 'zod'
import { states } from './states.ts'

export const usage = `usage: npm run pictures -- [--readme] [--only NAME[,NAME…]] [--languages kk,ru,en] [--themes light,dark] [--states live,…]
  --readme     the README's pictures of the workplaces, into infra/screenshots, instead of all
  --only       these pages (names as in client/test/pages-of.ts)
  --languages  these languages
  --themes     these themes
  --states     the hearing in these states (live,recess,closed,ended)
  --out        the folder of the pictures and their sheet; pictures/ unless told otherwise`

const listOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)).min(1))

const options = z.strictObject({
  readme: z.boolean(),
  only: z
    .string()
    .transform((text) => text.split(','))
    .optional(),
  languages: listOf(['kk', 'ru', 'en']),
  themes: listOf(['light', 'dark']),
  states: listOf(states),
  out: z.string().optional(),
})
export type PictureOptions = z.infer<typeof options>

/** Throws with words for a person. */
export function parseOptions(argv: readonly string[]): PictureOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      readme: { type: 'boolean', default: false },
      only: { type: 'string' },
      languages: { type: 'string', default: 'kk,ru,en' },
      themes: { type: 'string', default: 'light,dark' },
      states: { type: 'string', default: states.join() },
      out: { type: 'string' },
    },
  })
  return options.parse(values)
}
