import type { Socket } from 'node:net'
import { MlflowError } from '@millrace/contract'
import type { FastifyError, FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { failure } from './answer.ts'
import { askedOf, depsFor, logFailure } from './request-id.ts'

/** Every error that a Fastify route meets becomes MLflow's JSON here and nowhere else. */
export function mountErrors(app: FastifyInstance, deps: Deps): void {
  app.server.removeAllListeners('clientError').on('clientError', refuseBrokenRequest)
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const asked = askedOf(request)
    const known = fromFastify(error)
    const failed = failure(known ?? error, depsFor(deps, asked).log)
    const status = known && error.statusCode ? error.statusCode : failed.status
    logFailure(deps.log, asked, status, failed.body)
    void reply.code(status).type('application/json').send(failed.body)
    // The rest of a body that nobody wants any more would block the next request on its connection.
    request.raw.resume()
  })
  app.setNotFoundHandler((request, reply) => {
    const asked = askedOf(request)
    const allowed = otherMethods(app, asked.path, asked.method).join(', ')
    const message = allowed
      ? `${asked.method} is not allowed here; allowed: ${allowed}.`
      : `There is nothing at ${asked.method} ${asked.path}.`
    const error = new MlflowError('ENDPOINT_NOT_FOUND', message)
    const status = allowed ? 405 : error.status
    if (allowed) void reply.header('allow', allowed)
    const body = JSON.stringify(error)
    logFailure(deps.log, asked, status, body)
    void reply.code(status).type('application/json').send(body)
  })
}

function fromFastify(error: FastifyError): MlflowError | undefined {
  const status = error.statusCode
  if (!error.code?.startsWith('FST_') || status === undefined || status >= 500) return undefined
  return new MlflowError('INVALID_PARAMETER_VALUE', error.message, { cause: error })
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function otherMethods(app: FastifyInstance, url: string, method: string): string[] {
  return METHODS.filter((other) => {
    if (other === method) return false
    const found = app.findRoute({ url, method: other })
    return found !== null
  })
}

/** What is not even HTTP, by node's code; the rest is a bad request. */
const BROKEN: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers of the request are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
}
const BAD_REQUEST = ['400 Bad Request', 'The request is not valid HTTP.'] as const

/** Answers bytes that no route ever sees, and lets go of their connection. */
function refuseBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const [status, message] = BROKEN[error.code ?? ''] ?? BAD_REQUEST
  const body = JSON.stringify(new MlflowError('BAD_REQUEST', message))
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nx-content-type-options: nosniff\r\n`
  socket.end(`${head}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`)
}
