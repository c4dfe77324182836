import type { Run } from '../run.ts'

/** What is asked of a session of onnxruntime: `ort.InferenceSession` of any of its packages is one. */
export interface OnnxSession {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  // biome-ignore lint/suspicious/noExplicitAny: onnxruntime's own overloads, passed on as they are
  run(...args: any[]): Promise<unknown>
}

/**
 * A session that logs what it is used for: its inputs and outputs as params, the milliseconds of each inference as the
 * metric `inference_ms`, failures as `inference_failures`.
 * @example
 * ```ts
 * const session = autologOnnx(run, await ort.InferenceSession.create('model.onnx'))
 * ```
 */
export function autologOnnx<Session extends OnnxSession>(run: Run, session: Session): Session {
  let step = 0
  let failures = 0
  run.logParams({ onnx_inputs: session.inputNames.join(', '), onnx_outputs: session.outputNames.join(', ') })
  const infer = async (...args: unknown[]): Promise<unknown> => {
    const started = performance.now()
    try {
      return await session.run(...args)
    } catch (error) {
      run.logMetric('inference_failures', ++failures, { step })
      throw error
    } finally {
      run.logMetric('inference_ms', performance.now() - started, { step: step++ })
    }
  }
  return new Proxy(session, {
    get(target, name) {
      if (name === 'run') return infer
      const value: unknown = Reflect.get(target, name, target)
      // Sessions keep what they are in private fields, which only they themselves can reach.
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
