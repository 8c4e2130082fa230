import type { DescribedOperation, DescribedRule, JsonSchema } from '@press-gallery/server/protocol/interface'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { schemaText } from './schema-text.ts'
import { WithCode } from './with-code.tsx'

export interface OperationProps {
  method: string
  path: string
  operation: DescribedOperation
  /** By the name that operations refer to. */
  schemas: Record<string, JsonSchema>
}

/** One route: what it does, who may, what goes in and what comes out. */
export function Operation({ method, path, operation, schemas }: OperationProps) {
  const { t } = useTranslation()
  const body = operation.requestBody?.content
  const query = operation.parameters.filter((parameter) => parameter.in === 'query')
  return (
    <details className="operation">
      <summary className="operation__summary">
        <code>
          <strong>{method.toUpperCase()}</strong> <Path path={path} />
        </code>
        <span className="operation__says" lang="en">
          <WithCode text={operation.summary} />
        </span>
      </summary>
      <dl className="operation__facts">
        <dt>{t('interface.who')}</dt>
        <dd>
          <Who rule={operation['x-who']} />
        </dd>
        {query.length === 0 ? null : (
          <>
            <dt>{t('interface.query')}</dt>
            <dd>
              <pre>{query.map(({ name, schema }) => `${name}?: ${schemaText(schema)}`).join('\n')}</pre>
            </dd>
          </>
        )}
        {body === undefined ? null : (
          <>
            <dt>{t('interface.request')}</dt>
            <dd>
              <Content content={body} schemas={schemas} />
            </dd>
          </>
        )}
        {Object.entries(operation.responses).map(([status, response]) =>
          // Errors follow by their codes; the default is said once for all.
          '$ref' in response || Number(status) >= 400 ? null : (
            <Answer key={status} status={status} content={response.content} schemas={schemas} />
          ),
        )}
        {operation['x-errors'].length === 0 ? null : (
          <>
            <dt>{t('interface.errors')}</dt>
            <dd>
              {operation['x-errors'].map((code) => (
                <code key={code} className="operation__code">
                  {code}
                </code>
              ))}
            </dd>
          </>
        )}
      </dl>
    </details>
  )
}

/** On a narrow page it goes on in a new line after a slash. */
function Path({ path }: { path: string }) {
  return path.split('/').map((part, index) => (
    <Fragment key={`${index} ${part}`}>
      {index === 0 ? null : '/'}
      {index === 0 ? null : <wbr />}
      {part}
    </Fragment>
  ))
}

type ContentByType = NonNullable<DescribedOperation['requestBody']>['content']

interface AnswerProps {
  status: string
  content: ContentByType | undefined
  schemas: OperationProps['schemas']
}

function Answer({ status, content, schemas }: AnswerProps) {
  const { t } = useTranslation()
  return (
    <>
      <dt>{t('interface.answer', { status })}</dt>
      <dd>
        {content === undefined ? t('interface.noBody') : <Content content={content} schemas={schemas} />}
      </dd>
    </>
  )
}

function Content({ content, schemas }: { content: ContentByType; schemas: OperationProps['schemas'] }) {
  return Object.entries(content).map(([type, { schema }]) => {
    const { $ref: reference } = schema
    const name = typeof reference === 'string' ? reference.replace('#/components/schemas/', '') : ''
    const named = schemas[name]
    return named === undefined ? (
      <code key={type} className="operation__code">
        {type}
      </code>
    ) : (
      <pre key={type} aria-label={name}>
        {schemaText(named)}
      </pre>
    )
  })
}

function Who({ rule: { rule, permission, of, roles = [] } }: { rule: DescribedRule }) {
  const { t, i18n } = useTranslation()
  if (rule !== 'staff') return t(`interface.rule.${rule}`)
  const list = new Intl.ListFormat(i18n.language, { type: 'disjunction' })
  return (
    <>
      {t(`interface.staffOf.${of ?? 'any'}`, {
        roles: list.format(roles.map((role) => t(`app.role.${role}`))),
      })}{' '}
      <code className="operation__code">{permission}</code>
    </>
  )
}
