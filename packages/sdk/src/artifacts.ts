import * as wire from '@millrace/contract'
import { platform } from '#platform'
import { queryText } from './address.ts'
import { artifactFile, artifactPath } from './artifact-path.ts'
import type { Body } from './door.ts'
import { InvalidValueError } from './errors.ts'
import { Search } from './pages.ts'
import type { CallOptions, Transport } from './transport.ts'
import { given } from './wire.ts'

/** A file or folder below a run's or a model's artifacts. */
export interface ArtifactInfo {
  readonly path: string
  readonly isFolder: boolean
  /** Bytes; undefined for folders. */
  readonly size: number | undefined
}

/** Whose artifacts are meant. */
export type ArtifactOwner =
  | { readonly artifactUri: string; readonly runId: string }
  | { readonly artifactUri: string; readonly modelId: string }

/** What can be read besides: the files of a version of a registered model, wherever that has them from. */
export interface VersionFiles {
  readonly name: string
  readonly version: string
}

const PROXIED = /^mlflow-artifacts:(?:\/\/([^/]*))?\/?(.*)$/i

/**
 * `client.artifacts`: files of runs and of logged models, wherever they are kept.
 * @example
 * ```ts
 * const bytes = await (await client.artifacts.read(run, 'plots/roc.png')).arrayBuffer()
 * ```
 */
export class Artifacts {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * What is directly in a folder of a run; in its uppermost one if none is given.
   * @example
   * ```ts
   * for await (const { path, size } of client.artifacts.list(runId, 'model')) console.log(path, size)
   * ```
   */
  list(runId: string, path = '', options?: CallOptions): Search<ArtifactInfo> {
    return new Search(async (page_token) => {
      const input = given({ run_id: runId, path: artifactPath(path) || undefined, page_token })
      return toPage(await this.#transport.call(wire.listArtifacts, input, options))
    })
  }

  /**
   * The same for a logged model.
   * @example
   * ```ts
   * const files = await client.artifacts.listOfModel(modelId).all()
   * ```
   */
  listOfModel(modelId: string, path = '', options?: CallOptions): Search<ArtifactInfo> {
    return new Search(async (page_token) => {
      const directory = artifactPath(path) || undefined
      const input = given({ model_id: modelId, artifact_directory_path: directory, page_token })
      return toPage(await this.#transport.call(wire.listLoggedModelArtifacts, input, options))
    })
  }

  /**
   * Stores a file; one of this name is replaced.
   * @example
   * ```ts
   * await client.artifacts.write(run, 'notes/first.md', '# It works')
   * ```
   */
  async write(owner: ArtifactOwner, path: string, body: Body, options?: CallOptions): Promise<void> {
    const file = artifactFile(path)
    const files = platform.localFiles(owner.artifactUri)
    if (files) return files.write(file, body)
    const proxied = this.#proxiedPath(owner.artifactUri)
    if (proxied === undefined) return this.#writePresigned(owner, file, body, options)
    const segments = `${proxied}/${file}`.split('/').filter(Boolean).map(encodeURIComponent)
    await this.#transport.sendForNothing(
      {
        method: 'PUT',
        path: `/api/2.0/mlflow-artifacts/artifacts/${segments.join('/')}`,
        headers: { 'content-type': 'application/octet-stream' },
        body,
        repeatable: true,
      },
      { timeout: Number.POSITIVE_INFINITY, ...options },
    )
  }

  /**
   * Opens a file; the answer's body is a stream.
   * @throws NotFoundError
   * @example
   * ```ts
   * const text = await (await client.artifacts.read(run, 'notes/first.md')).text()
   * ```
   */
  async read(owner: ArtifactOwner | VersionFiles, path: string, options?: CallOptions): Promise<Response> {
    const file = artifactFile(path)
    const files = 'artifactUri' in owner ? platform.localFiles(owner.artifactUri) : undefined
    if (files) return files.read(file)
    const address = addressOf(owner, file)
    return this.#transport.send(
      { method: 'GET', path: address, repeatable: true },
      { timeout: Number.POSITIVE_INFINITY, ...options },
    )
  }

  /** The path behind the server's artifact proxy; undefined where the artifacts are kept elsewhere. */
  #proxiedPath(artifactUri: string): string | undefined {
    const [, host = '', path] = PROXIED.exec(artifactUri) ?? []
    if (path === undefined) return undefined
    if (host === '' || this.#transport.door.name.includes(`//${host}`)) return path
    throw new InvalidValueError(
      `The artifacts are behind another server, ${host}: use that as the tracking URI.`,
    )
  }

  /** Object stores: the server signs an address, the bytes go straight there, without the server's credentials. */
  async #writePresigned(
    owner: ArtifactOwner,
    path: string,
    body: Body,
    options?: CallOptions,
  ): Promise<void> {
    const who = 'runId' in owner ? { run_id: owner.runId } : { model_id: owner.modelId }
    const { presigned_url = '', headers = {} } = await this.#transport.call(
      wire.createPresignedUploadUrl,
      { ...who, path },
      options,
    )
    const sending = { method: 'PUT', headers, body, repeatable: true }
    await this.#transport.sendElsewhere(presigned_url, sending, {
      timeout: Number.POSITIVE_INFINITY,
      ...options,
    })
  }
}

function addressOf(owner: ArtifactOwner | VersionFiles, path: string): string {
  if ('runId' in owner) return `/get-artifact${queryText({ path, run_uuid: owner.runId })}`
  if ('version' in owner)
    return `/model-versions/get-artifact${queryText({ path, name: owner.name, version: owner.version })}`
  const model = `/ajax-api/2.0/mlflow/logged-models/${encodeURIComponent(owner.modelId)}`
  return `${model}/artifacts/files${queryText({ artifact_file_path: path })}`
}

function toPage({ files = [], next_page_token }: wire.ListArtifactsResponse) {
  return {
    items: files.map(({ path = '', is_dir = false, file_size }) => ({
      path,
      isFolder: is_dir,
      size: is_dir ? undefined : Number(file_size ?? 0),
    })),
    nextPageToken: next_page_token || undefined,
  }
}
