import { platform } from '#platform'
import { artifactFile, artifactPath } from './artifact-path.ts'
import type { Client } from './client.ts'
import { type InputOptions, type NewDataset, toDatasetInput } from './content/dataset.ts'
import { type Figure, figureBytes } from './content/figure.ts'
import { type Image, type ImageOptions, imageBytes, seriesFiles } from './content/image.ts'
import { jsonFile, jsonLine } from './content/json.ts'
import { isSplit, joinTables, type Table, toSplit } from './content/table.ts'
import type { Body } from './door.ts'
import { InvalidValueError, type MillraceError, NotFoundError } from './errors.ts'
import { isLater } from './later-run.ts'
import { type ModelFiles, storeModel } from './log-model.ts'
import type { LoggedModel } from './logged-models.ts'
import type { LoggingFailure } from './logging/report.ts'
import { asMillraceError } from './logging/run-log.ts'
import type { RunInfo } from './runs.ts'

const LOGGED_ARTIFACTS = 'mlflow.loggedArtifacts'
const LOGGED_IMAGES = 'mlflow.loggedImages'

/** The files and data sets of a run that is being logged to. */
export class RunFiles {
  readonly runId: string
  readonly experimentId: string
  readonly name: string
  readonly artifactUri: string
  readonly #client: Client
  readonly #report: (error: MillraceError, failure: LoggingFailure) => void
  /** Tables and their tag are read, changed and written: one after the other. */
  #lastTable: Promise<void> = Promise.resolve()

  /** @internal */
  constructor(
    info: RunInfo,
    client: Client,
    report: (error: MillraceError, failure: LoggingFailure) => void,
  ) {
    this.runId = info.runId
    this.experimentId = info.experimentId
    this.name = info.name
    this.artifactUri = info.artifactUri
    this.#client = client
    this.#report = report
  }

  /**
   * Stores a text as a file.
   * @example
   * ```ts
   * await run.logText('It went well.', 'notes.txt')
   * ```
   */
  logText(text: string, path: string): Promise<void> {
    return this.#store(path, () => text)
  }

  /**
   * Stores a value as a file of JSON; under a name that ends with `.yaml` too, for JSON is YAML.
   * @example
   * ```ts
   * await run.logDict({ classes: ['cat', 'dog'] }, 'classes.json')
   * ```
   */
  logDict(value: object, path: string): Promise<void> {
    return this.#store(path, () => jsonFile(value))
  }

  /**
   * Stores bytes as a file.
   * @example
   * ```ts
   * await run.logBytes(new Uint8Array([1, 2, 3]), 'weights.bin')
   * ```
   */
  logBytes(bytes: Body, path: string): Promise<void> {
    return this.#store(path, () => bytes)
  }

  /**
   * Stores a table that the page shows as one; rows go under those that are there already.
   * @example
   * ```ts
   * await run.logTable([{ question: 'Why?', answer: 'Because.' }], 'answers.json')
   * ```
   */
  logTable(table: Table, path: string): Promise<void> {
    this.#lastTable = this.#lastTable.then(() =>
      this.#safely(`the table ${path}`, async () => {
        const added = toSplit(table)
        const before = await this.#json(path)
        const text = jsonFile(isSplit(before) ? joinTables(before, added) : added, 0)
        await this.#client.artifacts.write(this, path, text)
        await this.#tagTable(artifactFile(path))
      }),
    )
    return this.#lastTable
  }

  /**
   * Stores an image: under a path, or as one of a series that the page shows step by step.
   * @example
   * ```ts
   * await run.logImage(canvas.getContext('2d').getImageData(0, 0, 64, 64), 'digits/7', { step: 3 })
   * await run.logImage(await readFile('plot.png'), 'plot.png')
   * ```
   */
  logImage(image: Image, keyOrPath: string, options?: ImageOptions): Promise<void> {
    return this.#safely(`the image ${keyOrPath}`, async () => {
      if (options === undefined && /\.\w+$/.test(keyOrPath)) {
        return this.#client.artifacts.write(this, keyOrPath, await imageBytes(image))
      }
      for (const { path, body } of await seriesFiles(keyOrPath, image, options ?? {})) {
        await this.#client.artifacts.write(this, path, body)
      }
      await this.#client.runs.setTag(this.runId, LOGGED_IMAGES, 'True')
    })
  }

  /**
   * Stores a chart: SVG, HTML, image bytes, an SVG element, or a figure of Plotly (under a name that ends with `.html`).
   * @example
   * ```ts
   * await run.logFigure({ data: [{ y: [1, 4, 9] }] }, 'curve.html')
   * ```
   */
  logFigure(figure: Figure, path: string): Promise<void> {
    return this.#store(path, () => figureBytes(figure))
  }

  /**
   * Stores a file of this machine, in a folder of the run if one is given.
   * @example
   * ```ts
   * await run.logArtifact('report.pdf', 'reports')
   * ```
   */
  logArtifact(localPath: string, folder = ''): Promise<void> {
    return this.#safely(`the file ${localPath}`, async () => {
      const { name, body } = await platform.openFile(localPath)
      await this.#client.artifacts.write(this, below(folder, name), body)
    })
  }

  /**
   * Stores every file of a folder of this machine, and of the folders in it.
   * @example
   * ```ts
   * await run.logArtifacts('./plots', 'plots')
   * ```
   */
  logArtifacts(localFolder: string, folder = ''): Promise<void> {
    return this.#safely(`the folder ${localFolder}`, async () => {
      for await (const { name, body } of platform.openFolder(localFolder)) {
        await this.#client.artifacts.write(this, below(folder, name), body)
      }
    })
  }

  /**
   * Says which data set the run reads.
   * @example
   * ```ts
   * await run.logInput({ name: 'iris', source: 'data/iris.csv' }, { context: 'training' })
   * ```
   */
  logInput(dataset: NewDataset, options: InputOptions = {}): Promise<void> {
    return this.#safely(`the data set ${dataset.name ?? ''}`, async () => {
      await this.#client.runs.logInputs(this.runId, { datasets: [await toDatasetInput(dataset, options)] })
    })
  }

  /**
   * Stores a model with the files it needs, as a logged model of this run; registered as well if `registeredName` is given.
   * @throws MillraceError: there is no model to go on with
   * @example
   * ```ts
   * const model = await run.logModel({
   *   name: 'classifier',
   *   flavors: { tfjs: { data: 'model.json' } },
   *   files: { 'model.json': topology, 'weights.bin': weights },
   * })
   * ```
   */
  async logModel(model: ModelFiles): Promise<LoggedModel> {
    this.#assertBegun()
    return storeModel(this.#client, this, model)
  }

  #store(path: string, body: () => Body): Promise<void> {
    return this.#safely(`the file ${path}`, () => this.#client.artifacts.write(this, path, body()))
  }

  /** The training goes on whatever happens to a file. */
  async #safely(what: string, work: () => Promise<void>): Promise<void> {
    try {
      this.#assertBegun()
      await work()
    } catch (error) {
      this.#report(asMillraceError(error), { runId: this.runId, lost: 1, what })
    }
  }

  /** A spool holds no files, and no run is known by what it is called until its server is back. */
  #assertBegun(): void {
    if (!isLater(this.runId)) return
    throw new InvalidValueError('The run began while the server was away: there is no place for files yet.')
  }

  async #json(path: string): Promise<unknown> {
    try {
      return JSON.parse(await (await this.#client.artifacts.read(this, path)).text())
    } catch (error) {
      if (error instanceof NotFoundError) return undefined
      throw error
    }
  }

  /** The page and the Python client find tables by this tag. */
  async #tagTable(path: string): Promise<void> {
    const { tags } = await this.#client.runs.get(this.runId)
    const known = JSON.parse(tags[LOGGED_ARTIFACTS] ?? '[]') as { path: string; type: string }[]
    if (known.some((one) => one.path === path && one.type === 'table')) return
    const text = jsonLine([...known, { path, type: 'table' }])
    await this.#client.runs.setTag(this.runId, LOGGED_ARTIFACTS, text)
  }
}

function below(folder: string, name: string): string {
  const parent = artifactPath(folder)
  return parent === '' ? name : `${parent}/${name}`
}
