import type { ReactNode } from 'react'
import { Loading } from './loading.tsx'
import { useLoaded } from './use-loaded.ts'

export interface LoadedPageProps<P> {
  /** The same function at each rendering. */
  load: () => Promise<(props: P) => ReactNode>
  props: P
}

/** A page that is loaded apart, when it is asked for. */
export function LoadedPage<P>({ load, props }: LoadedPageProps<P>) {
  const page = useLoaded(load)
  return page === null ? <Loading /> : page(props)
}
