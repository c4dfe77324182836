import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Client } from './client.ts'

test('a store that cannot be opened is tried again, and closes without a word', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-embedded-'))
  const missing = join(folder, 'missing')
  const trackingUri = `sqlite:///${join(missing, 'mlflow.db')}`
  const unopened = new Client({ trackingUri, env: {} })
  const client = new Client({ trackingUri, env: {} })
  await expect(unopened.experiments.get('0')).rejects.toThrow()
  await unopened.close()
  await expect(client.experiments.get('0')).rejects.toThrow()
  mkdirSync(missing)
  expect(await client.experiments.get('0')).toMatchObject({ name: 'Default' })
  await client.close()
  rmSync(folder, { recursive: true })
})
