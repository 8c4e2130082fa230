import express, { type Request, type RequestHandler, type Response } from 'express'
import { DomainError } from '../protocol/errors.ts'
import { refuseNulInJson } from './refuse-nul.ts'

/** Reads what a request brings into its `body`. Throws where it is too large, or not what it says. */
export async function readBody(parser: RequestHandler, request: Request, response: Response): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    void parser(request, response, (error?: unknown) => {
      if (error === undefined) resolve()
      else reject(error instanceof Error ? error : new DomainError('bad_request', 'no body that can be read'))
    })
  })
}

const json = (limit: string): RequestHandler =>
  express.json({ limit, type: 'application/json', reviver: refuseNulInJson })

/** JSON, as much of it as is read from each kind of sender. The court's texts in three languages come from staff. */
export const jsonFrom = { anybody: json('8kb'), signedIn: json('64kb'), staff: json('256kb') } as const
