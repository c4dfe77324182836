import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Scratch {
  file(...names: string[]): string
  remove(): void
}

export function scratch(label: string): Scratch {
  const folder = mkdtempSync(join(tmpdir(), `millrace-${label}-`))
  return {
    file: (...names) => join(folder, ...names),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}
