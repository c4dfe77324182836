import { MlflowError } from '@millrace/contract'
import type { FastifyError, FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { failure } from './answer.ts'

/** Every error that a Fastify route meets becomes MLflow's JSON here and nowhere else. */
export function mountErrors(app: FastifyInstance, deps: Deps): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = fromFastify(error)
    const { status, body } = failure(known ?? error, deps.log)
    void reply
      .code(known && error.statusCode ? error.statusCode : status)
      .type('application/json')
      .send(body)
    if (!known && !(error instanceof MlflowError)) request.log.debug({ url: request.url }, 'failed')
  })
  app.setNotFoundHandler((request, reply) => {
    const allowed = otherMethods(app, request.url.split('?', 1)[0] ?? '/', request.method)
    const [status, message] =
      allowed.length > 0
        ? [405, `${request.method} is not allowed here; allowed: ${allowed.join(', ')}.`]
        : [404, `There is nothing at ${request.method} ${request.url.split('?', 1)[0]}.`]
    const error = new MlflowError('ENDPOINT_NOT_FOUND', String(message))
    void reply.code(Number(status)).type('application/json').send(JSON.stringify(error))
  })
}

function fromFastify(error: FastifyError): MlflowError | undefined {
  const status = error.statusCode
  if (!error.code?.startsWith('FST_') || status === undefined || status >= 500) return undefined
  return new MlflowError('INVALID_PARAMETER_VALUE', error.message, { cause: error })
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function otherMethods(app: FastifyInstance, url: string, method: string): string[] {
  return METHODS.filter((other) => {
    if (other === method) return false
    const found = app.findRoute({ url, method: other })
    return found !== null
  })
}
