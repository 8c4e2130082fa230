import { z } from 'zod'
import { errorCodes } from './errors.ts'
import { role } from './identifiers.ts'

/** JSON Schema (2020-12). */
export const jsonSchema = z.record(z.string(), z.unknown())
export type JsonSchema = z.infer<typeof jsonSchema>

const content = z.record(z.string(), z.strictObject({ schema: jsonSchema }))

export const describedResponse = z.strictObject({
  description: z.string(),
  content: content.optional(),
})

/** Who may: a rule of `http/routes.ts`. */
export const describedRule = z.strictObject({
  rule: z.enum(['public', 'session', 'session_or_device', 'hearing', 'operator', 'staff']),
  /** With `staff`: one of the names of `access/permissions.ts`, and where it must be held. */
  permission: z.string().optional(),
  of: z.enum(['court', 'hearing', 'courtroom', 'person', 'screen', 'any', 'all']).optional(),
  /** With `staff`: the roles that hold the permission. */
  roles: z.array(role).optional(),
})
export type DescribedRule = z.infer<typeof describedRule>

export const describedOperation = z.strictObject({
  summary: z.string(),
  tags: z.tuple([z.string()]),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      in: z.enum(['path', 'query']),
      required: z.boolean(),
      schema: jsonSchema,
    }),
  ),
  requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
  /** By status. */
  responses: z.record(z.string(), z.union([describedResponse, z.strictObject({ $ref: z.string() })])),
  'x-who': describedRule,
  'x-errors': z.array(z.enum(errorCodes)),
})
export type DescribedOperation = z.infer<typeof describedOperation>

/** `GET /api/openapi.json` (public): this interface, in OpenAPI 3.1. */
export const openApiDocument = z.strictObject({
  openapi: z.literal('3.1.1'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  /** By path, then by method. */
  paths: z.record(z.string(), z.record(z.string(), describedOperation)),
  components: z.strictObject({
    schemas: z.record(z.string(), jsonSchema),
    responses: z.record(z.string(), describedResponse),
    securitySchemes: z.record(z.string(), z.record(z.string(), z.string())),
  }),
})
export type OpenApiDocument = z.infer<typeof openApiDocument>
