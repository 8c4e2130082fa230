import { openApiDocument, type OpenApiDocument } from '@press-gallery/server/protocol/interface'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import './interface.css'
import { Operation } from './operation.tsx'
import { WithCode } from './with-code.tsx'

const documentPath = '/api/openapi.json'

export interface InterfacePageProps {
  requests: Requests
}

/** The server's description of its interface, for those who write programs against it. */
export function InterfacePage({ requests }: InterfacePageProps) {
  const { t } = useTranslation()
  const ask = useCallback(() => requests.ask(openApiDocument, 'GET', documentPath), [requests])
  const { value, error, reload } = useAnswer(ask)
  return (
    <div className="page page--interface">
      <header className="page__head">
        <PageTitle title={t('interface.title')} />
        <p className="page__lead">
          {t('interface.lead')} <a href={documentPath}>{t('interface.file')}</a>
        </p>
      </header>
      {value !== null ? (
        <>
          <nav aria-label={t('interface.areas')}>
            <ul className="areas" lang="en">
              {value.tags.map(({ name }) => (
                <li key={name}>
                  <a href={`#${headingIdOf(name)}`}>{name}</a>
                </li>
              ))}
            </ul>
          </nav>
          {value.tags.map((area) => (
            <AreaSection key={area.name} area={area} described={value} />
          ))}
        </>
      ) : error === null ? (
        <Loading />
      ) : (
        <>
          <Failure error={error} />
          <div className="page__actions">
            <Button onClick={reload}>{t('app.tryAgain')}</Button>
          </div>
        </>
      )}
    </div>
  )
}

const headingIdOf = (area: string): string => `area-${area}`

interface AreaSectionProps {
  area: OpenApiDocument['tags'][number]
  described: OpenApiDocument
}

function AreaSection({ area: { name, description }, described: { paths, components } }: AreaSectionProps) {
  const id = headingIdOf(name)
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id} lang="en" tabIndex={-1}>
        {name}
      </h2>
      <p lang="en">
        <WithCode text={description} />
      </p>
      <div>
        {Object.entries(paths).flatMap(([path, operations]) =>
          Object.entries(operations)
            .filter(([, { tags }]) => tags.includes(name))
            .map(([method, operation]) => (
              <Operation
                key={`${method} ${path}`}
                {...{ method, path, operation }}
                schemas={components.schemas}
              />
            )),
        )}
      </div>
    </section>
  )
}
