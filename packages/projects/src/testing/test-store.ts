import { Client } from '@millrace/sdk'
import { afterAll } from 'vitest'
import { type Scratch, scratch } from '../../../../test/helpers/scratch.ts'

/** Where a file of tests runs its projects: a folder, and a store in it, both of which go at the end. */
export interface TestStore {
  readonly folder: Scratch
  readonly client: Client
  /** What each run is given. */
  readonly place: {
    readonly trackingUri: string
    readonly env: NodeJS.ProcessEnv
    readonly experimentId: string
  }
}

export function testStore(label: string): TestStore {
  const folder = scratch(label)
  const trackingUri = `sqlite:///${folder.file('m.db')}`
  const client = new Client({ trackingUri, env: {} })
  afterAll(async () => {
    await client.close()
    folder.remove()
  })
  const env = { ...process.env, MLFLOW_TRACKING_URI: undefined }
  return { folder, client, place: { trackingUri, env, experimentId: '0' } }
}
