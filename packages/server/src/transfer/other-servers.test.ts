import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES } from '../testing/databases.ts'
import { createExperiment, createRun, getRun, uniqueName } from '../testing/factories.ts'
import { TestServer } from '../testing/test-server.ts'
import { copyStore } from './copy.ts'
import { ServerSource } from './read-server.ts'
import { Rest } from './rest.ts'
import { inFrontOf } from './testing-front.ts'
import { ServerTarget } from './write-server.ts'

for (const kind of DATABASES) {
  describe(`copying from servers that differ (${kind.name})`, () => {
    const [source, target] = [new TestServer(), new TestServer()]
    beforeAll(async () => {
      for (const server of [source, target]) await server.start(kind, {})
    })
    afterAll(async () => {
      for (const server of [source, target]) await server.stop()
    })

    async function copy(name: string) {
      const rest = async (server: TestServer) =>
        new Rest(`http://127.0.0.1:${(await server.listen()).port}`, {})
      return copyStore(new ServerSource(await rest(source)), new ServerTarget(await rest(target)), {
        selection: { experiments: [name] },
        artifacts: true,
      })
    }

    it('what a server says of its own disk is not read from this one', async () => {
      const name = uniqueName('local')
      const artifact_location = `file://${join(source.folder, name)}`
      const experiment_id = await createExperiment(source, { name, artifact_location })
      const runs = [await createRun(source, { experiment_id }), await createRun(source, { experiment_id })]
      for (const run of runs) {
        const folder = new URL((await getRun(source, run)).info.artifact_uri)
        await mkdir(folder, { recursive: true })
        await writeFile(`${folder.pathname}/file.txt`, 'secret')
      }
      const report = await copy(name)
      expect(report.files).toEqual({ source: 0, target: 0, copied: 0 })
      expect(report.damaged).toHaveLength(1)
      expect(report.damaged[0]?.reason).toMatch(
        /^Its artifacts stay behind: file:.* lies on the server's own disk. So do those of 1 others.$/,
      )
    })

    it('nor does it choose where something is written', async () => {
      const name = uniqueName('local')
      const folder = join(target.folder, name)
      await createExperiment(target, { name, artifact_location: folder })
      const experiment_id = await createExperiment(source, { name })
      const [run] = [await createRun(source, { experiment_id }), await createRun(source, { experiment_id })]
      const { artifact_uri } = (await getRun(source, run)).info
      const path = artifact_uri.replace(/^mlflow-artifacts:\/*/, '')
      const url = `/api/2.0/mlflow-artifacts/artifacts/${path}/file.txt`
      await source.inject({ method: 'PUT', url, payload: 'bytes' })
      const report = await copy(name)
      expect(report.damaged).toEqual([
        { kind: 'run', id: run, reason: expect.stringMatching(/lies on the server's own disk\.$/) },
      ])
      expect(existsSync(folder)).toBe(false)
    })

    it('one from before logged models is copied, and a sentence says so', async () => {
      const experiment_id = await createExperiment(source)
      await createRun(source, { experiment_id })
      await using front = await inFrontOf(await source.listen(), ({ url }) =>
        url.includes('/logged-models/') ? [404, {}] : undefined,
      )
      const to = new Rest(`http://127.0.0.1:${(await target.listen()).port}`, {})
      const from = new ServerSource(new Rest(front.address, {}))
      const report = await copyStore(from, new ServerTarget(to), {
        selection: { experiments: [experiment_id] },
        artifacts: false,
      })
      expect(report.damaged).toEqual([])
      expect(report.rows.runs).toMatchObject({ source: 1, target: 1 })
      expect(report.notes).toContain('The server has no logged models: they came with MLflow 3.0.')
    })
  })
}
