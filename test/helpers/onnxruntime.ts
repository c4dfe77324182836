import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.ts'
import { CACHE } from './repository.ts'
import { output } from './run.ts'

const PACKAGE = 'onnxruntime-node@1.30.0'

/** A folder whose node_modules holds the ONNX runtime: the one MILLRACE_ONNXRUNTIME names, else one made once in `.cache`. */
export async function onnxRuntimeFolder(): Promise<string> {
  const given = process.env.MILLRACE_ONNXRUNTIME
  if (given) return given
  const folder = join(CACHE, PACKAGE)
  const installed = join(folder, 'installed')
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(installed)) return folder
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{}')
    await output('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', PACKAGE], { cwd: folder })
    writeFileSync(installed, PACKAGE)
    return folder
  })
}
