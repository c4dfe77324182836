import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { safePath } from '@millrace/artifacts'
import { invalidParameter } from '@millrace/contract'
import { pythonJson } from '../python-json.ts'
import type { Table } from '../scoring/input.ts'
import type { LoadedModel, NativeFlavor } from './flavor.ts'

/** What the module of a model may export. */
interface ModelModule {
  /** @param input records of a table, arrays (by name, where they have one), or what the request held */
  predict?: (input: unknown, params: Readonly<Record<string, unknown>>) => unknown
  /** A generator, async or not, of the parts of a prediction; `signal` is aborted when nobody wants more. */
  predictStream?: (
    input: unknown,
    params: Readonly<Record<string, unknown>>,
    context: { signal: AbortSignal },
  ) => AsyncIterable<unknown> | Iterable<unknown> | Promise<AsyncIterable<unknown>>
  /** Whether `predict` may be given the rows of several requests at once, and answers with a list of one value a row. */
  batches?: boolean
  /** Called once, before the first request. */
  load?: (context: { folder: string }) => unknown
}

/** Models written in JavaScript: a module that exports `predict`, with its package.json beside it. */
export const javascript: NativeFlavor = {
  name: 'javascript',
  async load(folder, settings) {
    const path = safePath(String(settings.module ?? 'index.js'))
    const module = (await import(pathToFileURL(join(folder, path)).href)) as ModelModule
    const { predict, predictStream } = module
    if (typeof predict !== 'function')
      throw invalidParameter(`The module ${path} of the model exports no predict.`)
    await module.load?.({ folder })
    return {
      predict: async (input, params) => pythonJson(await predict(plain(input), params)),
      ...(module.batches === true && {
        predictParts: async (input, params, parts) => partsOf(await predict(plain(input), params), parts),
      }),
      ...(typeof predictStream === 'function' && {
        async *predictStream(input, params, signal) {
          for await (const part of await predictStream(plain(input), params, { signal }))
            yield pythonJson(part)
        },
      }),
      close: async () => {},
    }
  },
}

/** @returns undefined where the predictions are no list of one value a row */
function partsOf(predictions: unknown, parts: readonly number[]): string[] | undefined {
  const rows = parts.reduce((sum, count) => sum + count, 0)
  if (!Array.isArray(predictions) || predictions.length !== rows) return undefined
  let start = 0
  return parts.map((count) => {
    const part = pythonJson(predictions.slice(start, start + count))
    start += count
    return part
  })
}

function plain(input: Parameters<LoadedModel['predict']>[0]): unknown {
  if (input.kind === 'any') return input.value
  if (input.kind === 'table') return records(input)
  if (input.kind === 'tensor') return input.tensor
  return Object.fromEntries(input.tensors)
}

function records({ rows, columns }: Table): Record<string, unknown>[] {
  return Array.from({ length: rows }, (_, row) => {
    const members = columns.map(({ name, type, values }) => {
      const value = (values as unknown[])[row]
      return [name, type === 'boolean' ? Boolean(value) : value]
    })
    return Object.fromEntries(members)
  })
}
