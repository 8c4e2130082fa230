import { z } from 'zod'

/** Hearing and courtroom ids stand in paths and file names: lower-case letters, digits and inner hyphens only. */
export const identifier = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/)

export const role = z.enum(['technician', 'journalist'])
export type Role = z.infer<typeof role>
