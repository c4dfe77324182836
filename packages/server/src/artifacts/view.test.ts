import { expect, it } from 'vitest'
import { createExperiment, createRun } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'

onEveryDatabase('files that are shown', (server) => {
  const view = (query: Record<string, string>) =>
    server.inject({
      method: 'GET',
      url: `/ajax-api/3.0/millrace/artifacts/view?${new URLSearchParams(query)}`,
    })

  const runWith = async (path: string, payload: string) => {
    const experiment = await createExperiment(server)
    const run_id = await createRun(server, { experiment_id: experiment })
    const url = `/api/2.0/mlflow-artifacts/artifacts/${experiment}/${run_id}/artifacts/${path}`
    await server.inject({ method: 'PUT', url, payload })
    return run_id
  }

  it('a page has no origin and reaches no host', async () => {
    const run_id = await runWith('plot.html', '<h1>x</h1>')
    const reply = await view({ run_id, path: 'plot.html' })
    expect(reply).toMatchObject({ status: 200, text: '<h1>x</h1>' })
    expect(reply.headers['content-disposition']).toBeUndefined()
    const policy = String(reply.headers['content-security-policy'])
    expect(policy).toMatch(/^sandbox allow-scripts; default-src 'none'/)
    expect(policy).not.toMatch(/allow-same-origin|https?:|\*/)
  })

  it.each([
    ['model.pkl', 'application/octet-stream'],
    ['plot.svg', 'image/svg+xml'],
    ['code.js', 'text/plain'],
  ])('%s is not shown', async (path, type) => {
    const reply = await view({ run_id: await runWith(path, 'x'), path })
    expect(reply.status).toBe(400)
    expect(reply.body.message).toContain(type)
  })

  it.each([[{}], [{ path: '' }], [{ path: '../x.html' }], [{ path: 'x.html', run_id: 'unknown' }]])(
    '%j is refused',
    async (query) => {
      expect((await view(query as Record<string, string>)).status).toBeGreaterThanOrEqual(400)
    },
  )
})
