import { invalidParameter, MlflowError, type Permission } from '@millrace/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { findModel } from '../logged-models/get.ts'
import { locateInVersion } from '../registry/locate.ts'
import { sendArchive } from './archive.ts'
import { verified } from './checksums.ts'
import { artifactUriOfRun } from './list.ts'
import { givenPath, locate, proxied } from './locate.ts'
import { locateOwned } from './owner.ts'
import { sendArtifact } from './send.ts'
import { spanOf, uploadsOf } from './uploads.ts'

/** What the page may upload in one request. */
const PAGE_UPLOAD_BYTES = 10 * 1024 * 1024

/** The fields of a query, and the path in an address. */
const RULES = {
  read: { action: 'read', on: 'artifact', by: ['*'] },
  change: { action: 'update', on: 'artifact', by: ['*'] },
  readOfRun: { action: 'read', on: 'run', by: ['run_id', 'run_uuid'] },
  changeOfRun: { action: 'update', on: 'run', by: ['run_uuid'] },
  readOfModel: { action: 'read', on: 'logged-model', by: ['model_id'] },
  readOfVersion: { action: 'read', on: 'registered-model', by: ['name'] },
  readOfAny: { action: 'read', on: 'artifact', by: ['run_id', 'model_id', 'name', 'version', 'path'] },
} satisfies Record<string, Permission & { by: (ArtifactField | '*')[] }>

/** Routes that carry bytes instead of JSON, streamed both ways. */
export function mountArtifacts(app: FastifyInstance, deps: Deps, config: Config): void {
  const prefix = config.staticPrefix
  // Of its own scope: here no body is parsed, whatever its type.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    mountProxy(scope, deps, prefix)
    mountParts(scope, deps, prefix)
    if (config.artifactsOnly) return
    mountDownloads(scope, deps, prefix)
    mountArchives(scope, deps, prefix)
    mountPageUpload(scope, deps, prefix)
  })
}

function mountProxy(app: FastifyInstance, deps: Deps, prefix: string): void {
  for (const root of ['api', 'ajax-api']) {
    const url = `${prefix}/${root}/2.0/mlflow-artifacts/artifacts/*`
    app.get(url, { config: { permission: RULES.read } }, async (request, reply) =>
      sendArtifact(request, reply, { repository: proxied(deps), path: wildcard(request) }),
    )
    app.put(
      url,
      { config: { permission: RULES.change }, bodyLimit: Number.MAX_SAFE_INTEGER },
      async (request) => {
        const repository = proxied(deps)
        const aborted = new AbortController()
        request.raw.on('aborted', () => aborted.abort())
        const options = { signal: aborted.signal, size: announcedBytes(request) }
        await received(request, (body) => repository.write(wildcard(request), body, options))
        return {}
      },
    )
    app.delete(url, { config: { permission: RULES.change } }, async (request) => {
      await proxied(deps).delete(wildcard(request))
      return {}
    })
  }
}

function mountParts(app: FastifyInstance, deps: Deps, prefix: string): void {
  for (const root of ['api', 'ajax-api']) {
    const url = `${prefix}/${root}/3.0/millrace/artifacts/uploads/parts/*`
    app.put(
      url,
      { config: { permission: RULES.change }, bodyLimit: Number.MAX_SAFE_INTEGER },
      async (request) => {
        const uploads = uploadsOf(deps)
        const span = spanOf(request.headers['content-range'])
        const { upload_id = '' } = queryOf(request)
        await received(request, (body) => uploads.put(wildcard(request), upload_id, span, body))
        return {}
      },
    )
  }
}

/** Gives the body, its checksums verified, to what stores it. */
async function received(
  request: FastifyRequest,
  store: (body: AsyncIterable<Uint8Array>) => Promise<unknown>,
): Promise<void> {
  try {
    await store(verified(request.headers, bytesOf(request)))
  } catch (error) {
    throw request.raw.destroyed && !request.raw.complete ? brokenOff(error) : error
  }
}

/** Nobody hears it; it keeps what clients do out of the log of what the server did wrong. */
function brokenOff(cause: unknown): MlflowError {
  return new MlflowError('CANCELLED', 'The client went away before the end of its upload.', { cause })
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

type ArtifactField =
  | 'path'
  | 'run_id'
  | 'run_uuid'
  | 'model_id'
  | 'artifact_file_path'
  | 'name'
  | 'version'
  | 'upload_id'

/** Of a field that is given twice the first counts, as in MLflow. */
function queryOf({ query }: FastifyRequest): Partial<Record<ArtifactField, string>> {
  const given = Object.entries(query as Record<string, string | string[]>)
  return Object.fromEntries(given.map(([name, value]) => [name, [value].flat()[0]]))
}

function mountDownloads(app: FastifyInstance, deps: Deps, prefix: string): void {
  app.get(`${prefix}/get-artifact`, { config: { permission: RULES.readOfRun } }, async (request, reply) => {
    const { path, run_id, run_uuid } = queryOf(request)
    if (path === undefined) throw invalidParameter('Request must specify path.')
    const relative = givenPath(path)
    const uri = await artifactUriOfRun(deps, run_id || run_uuid || '')
    return sendArtifact(request, reply, await locate(deps, uri, relative))
  })
  const ofVersion = `${prefix}/model-versions/get-artifact`
  app.get(ofVersion, { config: { permission: RULES.readOfVersion } }, async (request, reply) => {
    const { path, name, version } = queryOf(request)
    if (path === undefined) throw invalidParameter('Request must specify path.')
    return sendArtifact(request, reply, await locateInVersion(deps, { name, version }, givenPath(path)))
  })
  const files = `${prefix}/ajax-api/2.0/mlflow/logged-models/:model_id/artifacts/files`
  app.get<{ Params: { model_id: string } }>(
    files,
    { config: { permission: RULES.readOfModel } },
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

function mountArchives(app: FastifyInstance, deps: Deps, prefix: string): void {
  for (const root of ['api', 'ajax-api']) {
    const url = `${prefix}/${root}/3.0/millrace/artifacts/archive`
    app.get(url, { config: { permission: RULES.readOfAny } }, async (request, reply) => {
      const { path, ...owner } = queryOf(request)
      const relative = givenPath(path)
      return sendArchive(request, reply, { owner, relative, place: await locateOwned(deps, owner, relative) })
    })
  }
}

function mountPageUpload(app: FastifyInstance, deps: Deps, prefix: string): void {
  const url = `${prefix}/ajax-api/2.0/mlflow/upload-artifact`
  app.post(
    url,
    { config: { permission: RULES.changeOfRun }, bodyLimit: PAGE_UPLOAD_BYTES + 1 },
    async (request) => {
      const { run_uuid, path } = queryOf(request)
      if (!run_uuid) throw invalidParameter('Request must specify run_uuid.')
      if (!path) throw invalidParameter('Request must specify path.')
      const relative = givenPath(path)
      const place = await locate(deps, await artifactUriOfRun(deps, run_uuid), relative)
      await received(request, (body) => place.repository.write(place.path, atMost(body, PAGE_UPLOAD_BYTES)))
      return {}
    },
  )
}

/** What the client says that its body is long, if it says so. */
function announcedBytes({ headers }: FastifyRequest): number | undefined {
  const length = headers['content-length']
  return length === undefined ? undefined : Number(length)
}

/** The body. Who stops reading it early leaves the connection open: the refusal goes back over it. */
function bytesOf(request: FastifyRequest): AsyncIterable<Buffer> {
  return request.raw.iterator({ destroyOnReturn: false })
}

/** Passes bytes on until there are too many or none at all. */
async function* atMost(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > limit) throw invalidParameter('Artifact size is too large. Max size is 10MB.')
    yield chunk
  }
  if (size === 0) throw invalidParameter('Request must specify data.')
}
