import type { PredictType } from '@millrace/models'
import { type Command, Option } from 'commander'
import { ProgressLine } from '../progress-line.ts'
import { boundYoungGeneration } from '../young-generation.ts'
import { environmentOptions, explained, type ModelFlags, onModel, wholeNumber } from './model-flags.ts'

interface PredictFlags extends ModelFlags {
  inputPath?: string
  outputPath?: string
  contentType: PredictType
  pipRequirementsOverride?: string
  env: string[]
  workers: number
  python?: boolean
}

const HOUR_MS = 3_600_000
/** Batches, of a quarter of a MiB, that are read while the processes start or work. */
const READ_AHEAD = 32
/** Bytes; a batch leaves nothing behind. */
const YOUNG = { objects: 1_000_000, buffers: 2_000_000 }

/** `millrace models predict`: the options of `mlflow models predict`, and files of any size. */
export function predictCommand(): Command {
  return onModel(
    'predict',
    'Predict for a file, or standard input; of any size, but for --content-type json.',
  )
    .option('-i, --input-path <file>', 'what to predict for (default: standard input)')
    .option('-o, --output-path <file>', 'where to write the predictions (default: standard output)')
    .addOption(
      new Option('-t, --content-type <type>', 'what the input is; json is one request')
        .choices(['json', 'csv', 'jsonl', 'parquet'])
        .default('json'),
    )
    .option(
      '-r, --pip-requirements-override <requirements>',
      'comma-separated, instead of those of the model',
    )
    .option(
      '--env <name=value>',
      'a variable for the model (repeatable)',
      (one, before: string[]) => [...before, one],
      [],
    )
    .option('-w, --workers <count>', 'Python processes that predict', wholeNumber(1), 1)
    .option('--python', 'load it with Python even where Node could')
    .action(predict)
}

async function predict(flags: PredictFlags): Promise<void> {
  boundYoungGeneration(YOUNG)
  const { openScorer, predictFile, resolveModel } = await import('@millrace/models')
  const { workers, python, inputPath: input, outputPath: output, contentType: type } = flags
  const override = flags.pipRequirementsOverride?.split(',').map((one) => one.trim()) ?? []
  Object.assign(process.env, Object.fromEntries(flags.env.map(variable)))
  const progress = new ProgressLine(process.stderr)
  await explained(async () => {
    const model = await resolveModel(flags.modelUri, process.env)
    const { scorer } = await openScorer(model.folder, {
      environment: { ...environmentOptions(flags), override },
      forcePython: python ?? false,
      forFiles: true,
      pool: {
        ...{ workers, threads: 1, maxBatchRows: 1, maxBatchDelay: 0, maxWaiting: 1000, timeout: HOUR_MS },
        onTrouble: (message) => console.error(message),
      },
    })
    try {
      const unit = type === 'parquet' ? 'rows' : 'bytes'
      const onProgress = (done: number, size?: number) => progress.show(`Predicted ${unit}`, done, size)
      await predictFile(scorer, { input, output, type }, { parallel: workers + READ_AHEAD, onProgress })
    } finally {
      progress.end()
      await scorer.close()
      await model.release()
    }
  })
}

function variable(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
}
