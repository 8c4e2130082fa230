import type { AudienceChoices } from '@press-gallery/server/protocol/accreditation'

type Journalists = AudienceChoices['journalists']

/** Those whose name or outlet has this in it; all of them with nothing to look for. */
export function journalistsLike(journalists: Journalists, wanted: string): Journalists {
  const part = wanted.trim().toLocaleLowerCase()
  return journalists.filter(({ name, outlet }) =>
    [name, outlet].some((text) => text.toLocaleLowerCase().includes(part)),
  )
}

/** Of those named, who can still be: somebody who is no journalist of the court any more has no right by it, and can't be named anew. */
export const stillNamed = (people: readonly string[], { journalists }: AudienceChoices): string[] =>
  people.filter((id) => journalists.some(({ personId }) => personId === id))
