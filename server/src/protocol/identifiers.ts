import { z } from 'zod'
import { shownText } from './texts.ts'

/** Hearing and courtroom ids stand in paths and file names: lower-case letters, digits and inner hyphens only. */
export const identifier = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/)

/** What a person, or a paired display, is to a court; a person may be several things to several courts. */
export const roles = [
  'administrator',
  'press_officer',
  'judge_coordinator',
  'technician',
  'clerk',
  'auditor',
  'journalist',
  /** A display of a press centre. */
  'screen',
  /** The button on the bench. */
  'bench',
] as const
export const role = z.enum(roles)
export type Role = z.infer<typeof role>

/** A role in one court, or in all of them (`null`: the supreme court's staff). */
export const roleGrant = z.strictObject({ role, courtId: identifier.nullable() })
export type RoleGrant = z.infer<typeof roleGrant>

export const languages = ['kk', 'ru', 'en'] as const
export const language = z.enum(languages)
export type Language = z.infer<typeof language>

/** A text in the three languages of the product. */
export const inThree = z.strictObject({
  kk: shownText(20_000),
  ru: shownText(20_000),
  en: shownText(20_000),
})
export type InThree = z.infer<typeof inThree>
