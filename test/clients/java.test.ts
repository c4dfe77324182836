import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../helpers/programs.ts'
import { output } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { type RunningServer, startServer } from '../helpers/server.ts'
import { javaClient } from './java-client.ts'

const FOLDER = join(import.meta.dirname, 'java')

describeWith(['mvn', 'java'], 'org.mlflow:mlflow-client', () => {
  let folder: Scratch
  let server: RunningServer
  let classpath: string

  beforeAll(async () => {
    folder = scratch('java')
    classpath = await javaClient(folder.file('classpath'))
    server = await startServer({ database: folder.file('mlflow.db'), artifacts: folder.file('artifacts') })
  }, 300_000)

  afterAll(async () => {
    await server?.stop()
    folder?.remove()
  }, 30_000)

  test('logs, reads back and searches', async () => {
    const told = await output('java', ['-cp', classpath, join(FOLDER, 'Story.java'), server.url])
    expect(told).toContain('the story is told')
  }, 120_000)
})
