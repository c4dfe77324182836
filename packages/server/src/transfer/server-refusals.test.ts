import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES } from '../testing/databases.ts'
import { createExperiment, createRun, getRun, succeeded, uniqueName } from '../testing/factories.ts'
import type { Json } from '../testing/test-server.ts'
import { TestServer } from '../testing/test-server.ts'
import { copyStore } from './copy.ts'
import { ServerSource } from './read-server.ts'
import { Rest } from './rest.ts'
import { type Asked, inFrontOf } from './testing-front.ts'
import { ServerTarget } from './write-server.ts'

for (const kind of DATABASES) {
  describe(`copying to a server that refuses something (${kind.name})`, () => {
    const [source, target] = [new TestServer(), new TestServer()]
    beforeAll(async () => {
      for (const server of [source, target]) await server.start(kind, {})
    })
    afterAll(async () => {
      for (const server of [source, target]) await server.stop()
    })

    async function copy(experiments: string[], isRefused: (asked: Asked) => boolean) {
      await using front = await inFrontOf(await target.listen(), (asked) =>
        isRefused(asked)
          ? [
              asked.url.endsWith('log-inputs') ? 500 : 400,
              { error_code: 'INVALID_PARAMETER_VALUE', message: 'Not this one.' },
            ]
          : undefined,
      )
      const from = new Rest(`http://127.0.0.1:${(await source.listen()).port}`, {})
      return await copyStore(new ServerSource(from), new ServerTarget(new Rest(front.address, {})), {
        selection: { experiments },
        artifacts: true,
      })
    }

    it('a child that is refused keeps nothing else back', async () => {
      const experiment_id = await createExperiment(source)
      const parent = await createRun(source, { experiment_id })
      const tags = [{ key: 'mlflow.parentRunId', value: parent }]
      const refused = await createRun(source, { experiment_id, run_name: 'refused', tags })
      await createRun(source, { experiment_id, run_name: 'gone', tags })
      const gone = await createRun(source, { experiment_id })
      succeeded(await source.post('runs/delete', { run_id: gone }))
      for (const run of [parent, refused]) await putFile(source, run)
      const name = uniqueName('model')
      succeeded(await source.post('registered-models/create', { name }))
      succeeded(
        await source.post('model-versions/create', { name, source: `runs:/${parent}/m`, run_id: parent }),
      )
      succeeded(await source.post('registered-models/alias', { name, alias: 'champion', version: '1' }))
      const report = await copy(
        [experiment_id],
        ({ url, body }) =>
          (url.endsWith('runs/create') && body.includes('"refused"')) || url.endsWith('runs/delete'),
      )
      expect(report.damaged).toEqual([
        { kind: 'run', id: refused, reason: 'The target refused it: Not this one.' },
      ])
      expect(report.rows.runs).toEqual({ source: 4, target: 3, copied: 3 })
      expect(report.files).toEqual({ source: 1, target: 1, copied: 1 })
      expect(report.notes.join()).not.toContain('stay where they are')
      expect(report.notes).toContain('The target refused 1 deletions of runs, the first so: Not this one.')
      const { registered_model } = succeeded(await target.get('registered-models/get', { name }))
      expect(registered_model.aliases).toEqual([{ alias: 'champion', version: '1' }])
    })

    it('a dataset that somebody else brings in the same moment is sent again', async () => {
      const experiment_id = await createExperiment(source)
      const dataset = { name: 'german', digest: 'd1', source_type: 'http', source: '{}' }
      for (let n = 0; n < 12; n++) {
        const run_id = await createRun(source, { experiment_id })
        succeeded(await source.post('runs/log-inputs', { run_id, datasets: [{ dataset }] }))
      }
      let sent = 0
      const report = await copy([experiment_id], ({ url }) => {
        if (!url.endsWith('runs/log-inputs')) return false
        sent += 1
        return sent === 1
      })
      expect(report.damaged).toEqual([])
      expect(report.rows.inputs).toEqual({ source: 12, target: 12, copied: 12 })
      expect(sent).toBe(13)
    })

    it('a deleted experiment that is refused is not deleted at the end', async () => {
      const name = uniqueName('deleted')
      const experiment_id = await createExperiment(source, { name })
      succeeded(await source.post('experiments/delete', { experiment_id }))
      const deletions: Json[] = []
      const report = await copy([name], ({ url, body }) => {
        if (url.endsWith('experiments/delete')) deletions.push(body)
        return url.endsWith('experiments/create')
      })
      expect(report.damaged).toHaveLength(1)
      expect(deletions).toEqual([])
    })
  })
}

async function putFile(server: TestServer, run_id: string): Promise<void> {
  const { artifact_uri } = (await getRun(server, run_id)).info
  const path = artifact_uri.replace(/^mlflow-artifacts:\/*/, '')
  const url = `/api/2.0/mlflow-artifacts/artifacts/${path}/file.txt`
  await server.inject({ method: 'PUT', url, payload: 'bytes' })
}
