import { invalidParameter, MlflowError, type Permission } from '@millrace/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { findModel } from '../logged-models/get.ts'
import { locateInVersion } from '../registry/locate.ts'
import { artifactUriOfRun } from './list.ts'
import { givenPath, locate, proxied } from './locate.ts'
import { sendArtifact } from './send.ts'

/** What the page may upload in one request. */
const PAGE_UPLOAD_BYTES = 10 * 1024 * 1024

const read: Permission = { action: 'read', on: 'artifact', by: ['path'] }
const readVersion: Permission = { action: 'read', on: 'registered-model', by: ['name'] }
const change: Permission = { action: 'update', on: 'artifact', by: ['path'] }

/** Routes that carry bytes instead of JSON, streamed both ways. */
export function mountArtifacts(app: FastifyInstance, deps: Deps, config: Config): void {
  const prefix = config.staticPrefix
  // Of its own scope: here no body is parsed, whatever its type.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    mountProxy(scope, deps, prefix)
    if (config.artifactsOnly) return
    mountDownloads(scope, deps, prefix)
    mountPageUpload(scope, deps, prefix)
  })
}

function mountProxy(app: FastifyInstance, deps: Deps, prefix: string): void {
  for (const root of ['api', 'ajax-api']) {
    const url = `${prefix}/${root}/2.0/mlflow-artifacts/artifacts/*`
    app.get(url, { config: { permission: read } }, async (request, reply) =>
      sendArtifact(request, reply, { repository: proxied(deps), path: wildcard(request) }),
    )
    app.put(url, { config: { permission: change }, bodyLimit: Number.MAX_SAFE_INTEGER }, async (request) => {
      const repository = proxied(deps)
      const aborted = new AbortController()
      request.raw.on('aborted', () => aborted.abort())
      await repository.write(wildcard(request), bytesOf(request), { signal: aborted.signal })
      return {}
    })
    app.delete(url, { config: { permission: change } }, async (request) => {
      await proxied(deps).delete(wildcard(request))
      return {}
    })
  }
}

function wildcard(request: FastifyRequest) {
  const given = (request.params as { '*': string })['*']
  if (request.method === 'PUT' && given.endsWith('/')) {
    throw invalidParameter("Artifact path must include a filename (cannot end with '/').")
  }
  const path = givenPath(given)
  if (path === '') throw invalidParameter('Invalid path')
  return path
}

type ArtifactField = 'path' | 'run_id' | 'run_uuid' | 'artifact_file_path' | 'name' | 'version'

/** Of a field that is given twice the first counts, as in MLflow. */
function queryOf({ query }: FastifyRequest): Partial<Record<ArtifactField, string>> {
  const given = Object.entries(query as Record<string, string | string[]>)
  return Object.fromEntries(given.map(([name, value]) => [name, [value].flat()[0]]))
}

function mountDownloads(app: FastifyInstance, deps: Deps, prefix: string): void {
  app.get(`${prefix}/get-artifact`, { config: { permission: read } }, async (request, reply) => {
    const { path, run_id, run_uuid } = queryOf(request)
    if (path === undefined) throw invalidParameter('Request must specify path.')
    const relative = givenPath(path)
    const uri = await artifactUriOfRun(deps, run_id || run_uuid || '')
    return sendArtifact(request, reply, await locate(deps, uri, relative))
  })
  const ofVersion = `${prefix}/model-versions/get-artifact`
  app.get(ofVersion, { config: { permission: readVersion } }, async (request, reply) => {
    const { path, name, version } = queryOf(request)
    if (path === undefined) throw invalidParameter('Request must specify path.')
    return sendArtifact(request, reply, await locateInVersion(deps, { name, version }, givenPath(path)))
  })
  const files = `${prefix}/ajax-api/2.0/mlflow/logged-models/:model_id/artifacts/files`
  app.get<{ Params: { model_id: string } }>(
    files,
    { config: { permission: read } },
    async (request, reply) => {
      const path = queryOf(request).artifact_file_path
      if (!path)
        throw new MlflowError('BAD_REQUEST', 'Request must include the "artifact_file_path" query parameter.')
      const relative = givenPath(path)
      const model = await findModel(deps.db, request.params.model_id)
      return sendArtifact(request, reply, await locate(deps, model.artifact_location, relative))
    },
  )
}

function mountPageUpload(app: FastifyInstance, deps: Deps, prefix: string): void {
  const url = `${prefix}/ajax-api/2.0/mlflow/upload-artifact`
  app.post(url, { config: { permission: change }, bodyLimit: PAGE_UPLOAD_BYTES + 1 }, async (request) => {
    const { run_uuid, path } = queryOf(request)
    if (!run_uuid) throw invalidParameter('Request must specify run_uuid.')
    if (!path) throw invalidParameter('Request must specify path.')
    const relative = givenPath(path)
    const place = await locate(deps, await artifactUriOfRun(deps, run_uuid), relative)
    await place.repository.write(place.path, atMost(bytesOf(request), PAGE_UPLOAD_BYTES))
    return {}
  })
}

/** The body. Who stops reading it early leaves the connection open: the refusal goes back over it. */
function bytesOf(request: FastifyRequest): AsyncIterable<Buffer> {
  return request.raw.iterator({ destroyOnReturn: false })
}

/** Passes bytes on until there are too many or none at all. */
async function* atMost(source: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > limit) throw invalidParameter('Artifact size is too large. Max size is 10MB.')
    yield chunk
  }
  if (size === 0) throw invalidParameter('Request must specify data.')
}
