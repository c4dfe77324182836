import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES } from '../testing/databases.ts'
import { createExperiment, createRun } from '../testing/factories.ts'
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

    it('one from before logged models is copied, and a sentence says so', async () => {
      const experiment_id = await createExperiment(source)
      await createRun(source, { experiment_id })
      await using front = await inFrontOf(await source.listen(), ({ url }) =>
        url.includes('/logged-models/') ? [404, {}] : undefined,
      )
      const to = new Rest(`http://127.0.0.1:${(await target.listen()).port}`, {})
      const from = new ServerSource(new Rest(front.address, {}))
      const report = await copyStore(from, new ServerTarget(to), { selection: {}, artifacts: false })
      expect(report.damaged).toEqual([])
      expect(report.rows.runs).toMatchObject({ source: 1, target: 1 })
      expect(report.notes).toContain('The server has no logged models: they came with MLflow 3.0.')
    })
  })
}
