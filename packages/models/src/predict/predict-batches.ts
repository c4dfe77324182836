import { MlflowError } from '@millrace/contract'
import type { Scorer } from '../serve/scorer.ts'
import type { Batch } from './batches.ts'

export interface PredictOptions {
  /** Batches that are asked for at the same time. */
  parallel: number
  /** Told how much of the input is predicted. */
  onProgress(done: number): void
}

/**
 * Predictions of all batches in their order, as parts of one JSON text `{"predictions": [...]}`.
 * @throws MlflowError what the model answered to the first batch that it refused
 */
export async function* predictBatches(
  scorer: Scorer,
  batches: AsyncIterable<Batch>,
  options: PredictOptions,
): AsyncGenerator<string> {
  let count = 0
  let isList = true
  for await (const { predictions, done } of inOrder(scorer, batches, options.parallel)) {
    if (count > 0 && !(isList && isListText(predictions))) {
      throw new MlflowError(
        'INVALID_PARAMETER_VALUE',
        'The predictions of the model are no list: those of several batches cannot be put together.',
      )
    }
    isList = isListText(predictions)
    if (count === 0) yield `{"predictions": ${isList ? predictions.slice(0, -1) : predictions}`
    else if (predictions !== '[]') yield `, ${predictions.slice(1, -1)}`
    count += 1
    options.onProgress(done)
  }
  if (count > 0) yield isList ? ']}' : '}'
}

interface Predicted {
  predictions: string
  done: number
}

async function* inOrder(
  scorer: Scorer,
  batches: AsyncIterable<Batch>,
  parallel: number,
): AsyncGenerator<Predicted> {
  const asked: Promise<Predicted>[] = []
  try {
    for await (const batch of batches) {
      const answer = predict(scorer, batch)
      // It is awaited in its turn; until then a failure must not count as nobody's.
      answer.catch(() => {})
      asked.push(answer)
      if (asked.length >= parallel) yield await (asked.shift() as Promise<Predicted>)
    }
    for (const answer of asked) yield await answer
  } finally {
    await Promise.allSettled(asked)
  }
}

async function predict(scorer: Scorer, { contentType, body, done }: Batch): Promise<Predicted> {
  const reply = await scorer.answer({ contentType, body })
  const text = reply.body.toString()
  if (reply.status !== 200) throw refused(text)
  return { predictions: predictionsOf(text), done }
}

const START = '{"predictions": '

/** The text behind the key: a list need not be parsed to be passed on. */
function predictionsOf(text: string): string {
  if (text.startsWith(START) && text.endsWith('}')) return text.slice(START.length, -1)
  // A chat answers without the key.
  return text
}

function isListText(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']')
}

function refused(text: string): MlflowError {
  try {
    const { error_code, message, stack_trace } = JSON.parse(text)
    return new MlflowError(error_code, stack_trace ? `${message}\n${stack_trace}` : message)
  } catch {
    return new MlflowError('BAD_REQUEST', text)
  }
}
