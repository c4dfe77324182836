import type { ResolvedModel, ScorerOptions, ScoringServer } from '@millrace/models'
import { type Command, Option } from 'commander'
import { cannotListen } from '../cannot-listen.ts'
import { ExitError } from '../exit-error.ts'
import { boundYoungGeneration, giveBackMemory } from '../young-generation.ts'
import { environmentOptions, explained, type ModelFlags, onModel, wholeNumber } from './model-flags.ts'

interface ServeFlags extends ModelFlags {
  port: number
  host: string
  timeout: number
  workers: number
  name?: string
  python?: boolean
  maxBatchSize: number
  maxBatchDelay: number
  maxWaiting: number
  maxBody: number
  threadsPerWorker: number
  workerMemory?: number
  follow?: number | true
  requestLog?: string
}

const FOLLOW_SECONDS = 10
/** Bytes; a request to a model leaves little behind, and a container with one is to be small in memory too. */
const YOUNG = { objects: 1_000_000, buffers: 2_000_000 }

/** `millrace models serve`: the options of `mlflow models serve`, and those of a faster server. */
export function serveCommand(): Command {
  const whole = wholeNumber(1)
  return onModel('serve', "Serve a model over HTTP, with MLflow's scoring protocol and KServe's V2.")
    .addOption(
      new Option('-p, --port <port>', 'where to listen')
        .env('MLFLOW_PORT')
        .default(5000)
        .argParser(wholeNumber(0)),
    )
    .addOption(
      new Option('-h, --host <host>', 'the address to listen at').env('MLFLOW_HOST').default('127.0.0.1'),
    )
    .addOption(
      new Option('-t, --timeout <seconds>', 'how long a request may take')
        .env('MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT')
        .default(60)
        .argParser(whole),
    )
    .addOption(
      new Option('-w, --workers <count>', 'Python processes that hold the model')
        .env('MLFLOW_MODELS_WORKERS')
        .default(1)
        .argParser(whole),
    )
    .option('--name <name>', "the model's name in the V2 protocol (default: from its URI)")
    .option('--python', 'load it with Python even where Node could')
    .option(
      '--max-batch-size <rows>',
      'predict the rows of waiting requests together, up to this many',
      whole,
      1,
    )
    .option('--max-batch-delay <ms>', 'how long to wait for more rows', wholeNumber(0), 0)
    .option('--max-waiting <count>', 'requests that may wait; more are answered 503', whole, 1000)
    .option('--max-body <bytes>', 'the longest request', whole, 100 * 2 ** 20)
    .option(
      '--threads-per-worker <count>',
      'requests that a Python process works on when the model is slow',
      whole,
      8,
    )
    .option('--worker-memory <MiB>', 'the memory that a Python process may use', whole)
    .option('--request-log <file>', 'add what is asked and answered to a file, as JSON lines')
    .option(
      '--follow [seconds]',
      'look this often whether the alias names another version, and serve that',
      whole,
    )
    .helpOption('--help', 'display help for command')
    .action(serve)
}

async function serve(flags: ServeFlags): Promise<void> {
  boundYoungGeneration(YOUNG)
  const { openRequestLog, openScorer, resolveModel, startScoringServer } = await import('@millrace/models')
  const started = performance.now()
  const options = scorerOptions(flags)
  let model = await explained(() => resolveModel(flags.modelUri, process.env))
  const opened = await explained(() => openScorer(model.folder, options)).catch(explainLoading)
  const server = await startScoringServer({
    ...opened,
    name: flags.name ?? nameOf(flags.modelUri),
    host: flags.host,
    port: flags.port,
    maxBody: flags.maxBody,
    ...(flags.requestLog !== undefined && { log: openRequestLog(flags.requestLog, console.error) }),
  }).catch(async (error: Error) => {
    await opened.scorer.close()
    throw cannotListen(error, flags.host, flags.port)
  })
  giveBackMemory()
  const seconds = ((performance.now() - started) / 1000).toFixed(2)
  console.error(`Serving ${flags.modelUri} at http://${flags.host}:${server.port} after ${seconds} s`)
  const ends = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ends.abort())
  if (flags.follow !== undefined) {
    const pause = (flags.follow === true ? FOLLOW_SECONDS : flags.follow) * 1000
    model = await follow(flags.modelUri, model, { server, options, pause, ends: ends.signal })
  } else await aborted(ends.signal)
  console.error('Answering what was asked, then closing.')
  await server.drain()
  await model.release()
}

function scorerOptions(flags: ServeFlags): ScorerOptions {
  const { workers, maxBatchSize, maxBatchDelay, maxWaiting, threadsPerWorker, workerMemory } = flags
  return {
    environment: environmentOptions(flags),
    forcePython: flags.python ?? false,
    pool: {
      workers,
      maxBatchRows: maxBatchSize,
      maxBatchDelay,
      maxWaiting,
      timeout: flags.timeout * 1000,
      threads: threadsPerWorker,
      ...(workerMemory !== undefined && { memory: workerMemory * 2 ** 20 }),
      onTrouble: (message) => console.error(message),
    },
  }
}

/** The last name in a URI, without version or alias. */
function nameOf(uri: string): string {
  const registered = /^models:\/+([^/@]+)/.exec(uri)?.[1]
  return registered ?? uri.split(/[\\/]/).filter(Boolean).at(-1) ?? 'model'
}

function explainLoading(error: Error): never {
  if (error instanceof ExitError) throw error
  if (typeof error.cause === 'string') console.error(error.cause)
  throw new ExitError(error.message)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

interface Following {
  server: ScoringServer
  options: ScorerOptions
  /** Milliseconds. */
  pause: number
  ends: AbortSignal
}

/** Serves whatever the URI names, until it is told to end. A version that cannot be loaded is left out. */
async function follow(
  uri: string,
  first: ResolvedModel,
  { server, options, pause, ends }: Following,
): Promise<ResolvedModel> {
  const { openScorer, resolveModel, sourceOf } = await import('@millrace/models')
  let serving = first
  let refused = ''
  while (!ends.aborted) {
    await Promise.race([aborted(ends), new Promise((resolve) => setTimeout(resolve, pause).unref())])
    if (ends.aborted) break
    try {
      const source = await sourceOf(uri, process.env)
      if (source === serving.source || source === refused) continue
      refused = source
      const next = await resolveModel(uri, process.env)
      const { scorer, signature } = await openScorer(next.folder, options)
      await server.swap(scorer, signature)
      await serving.release()
      serving = next
      console.error(`Serving ${source} now.`)
    } catch (error) {
      console.error(`${uri} stays as it was: ${(error as Error).message}`)
    }
  }
  return serving
}
