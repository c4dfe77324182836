import { emit, fact } from './io.ts'

interface ErrorFacts {
  error_codes: Record<string, { http_status: number; sqlstate?: string; error_class?: string }>
}

/** The error table: code → status, sqlstate, class. */
export function generateErrors(): string[] {
  const facts = JSON.parse(fact('error-codes.json')) as ErrorFacts
  const rows = Object.entries(facts.error_codes).map(([code, e]) => {
    const extra = e.error_class ? `, sqlstate: '${e.sqlstate}', error_class: '${e.error_class}'` : ''
    return `  ${code}: { status: ${e.http_status}${extra} },`
  })
  const body = [
    '/** What each MLflow error code carries on the wire. */',
    'export const ERROR_CODES = {',
    ...rows,
    '} as const satisfies Record<string, { status: number; sqlstate?: string; error_class?: string }>',
    '',
    'export type ErrorCode = keyof typeof ERROR_CODES',
    '',
  ].join('\n')
  return [emit('packages/contract/src/generated/error-codes.ts', 'facts/error-codes.json', body)]
}
