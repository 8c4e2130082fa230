import type { People } from '../access/people.ts'
import type { Courts } from '../hearings/courts.ts'
import type { Hearings } from '../hearings/hearings.ts'
import type { AuthoriseOptions } from '../http/authorise.ts'

export interface CourtsOfOptions {
  people: Pick<People, 'find'>
  hearings: Pick<Hearings, 'find'>
  courts: Pick<Courts, 'find' | 'courtroom'>
}

/** The courts of what a route names, for `http/authorise.ts`. */
export function courtsOf({ people, hearings, courts }: CourtsOfOptions): AuthoriseOptions['courtsOf'] {
  const courtOf = async (of: 'court' | 'hearing' | 'courtroom', id: string): Promise<string | undefined> => {
    if (of === 'court') return (await courts.find(id))?.id
    if (of === 'hearing') return (await hearings.find(id))?.courtId
    return (await courts.courtroom(id))?.courtId
  }
  return async (of, id) => {
    // A role in all courts is of no court in particular: only who holds the permission in all of them reaches it.
    if (of === 'person') return (await people.find(id))?.grants.map(({ courtId }) => courtId ?? '') ?? []
    const court = await courtOf(of, id)
    return court === undefined ? [] : [court]
  }
}
