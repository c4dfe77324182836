import { expect, test } from 'vitest'
import { curve } from './support/logger.ts'
import { describePage } from './support/stage.ts'

const METRICS = 2000

describePage('the page of a run', (stage) => {
  test('has thousands of metrics with their curves, and asks for those in view', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('many metrics')
    const run_id = await log.run(experiment_id, 'wide')
    const keys = Array.from({ length: METRICS }, (_, i) => `metric ${String(i).padStart(4, '0')}`)
    for (let at = 0; at < METRICS; at += 300)
      await log.batch(run_id, { metrics: keys.slice(at, at + 300).flatMap((key) => curve(key, 3)) })
    const page = await stage().open('')
    const asked: string[][] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/metrics/curves')) asked.push(request.postDataJSON().metric_keys)
    })
    await page.goto(`${page.url().split('#')[0]}#/experiments/${experiment_id}/runs/${run_id}`)
    const table = page.getByRole('table', { name: 'Metrics' })
    const first = table.getByRole('row', { name: 'metric 0000 0.02' })
    await first.locator('path').waitFor({ state: 'attached' })
    expect(await table.getByRole('row').count()).toBeLessThan(60)
    expect(asked.flat().length).toBeLessThan(100)
    await page.getByRole('textbox', { name: 'Search metrics' }).fill('1999')
    await table.getByRole('link', { name: 'metric 1999' }).click()
    await page.getByRole('dialog', { name: 'metric 1999' }).getByRole('img').waitFor()
  })

  test('follows its status, and its children as they come and end', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('live run')
    const parent = await log.run(experiment_id, 'sweep')
    const page = await stage().open(`/experiments/${experiment_id}/runs/${parent}`)
    await page.getByText('Running').first().waitFor()
    const child = await log.run(experiment_id, 'child', { tags: { 'mlflow.parentRunId': parent } })
    const children = page.getByRole('region', { name: 'Child runs' })
    await children.getByRole('listitem').filter({ hasText: 'Running' }).waitFor()
    await log.end(child, 'FAILED')
    await children.getByRole('listitem').filter({ hasText: 'Failed' }).waitFor()
    await log.end(parent, 'FINISHED')
    await page.getByRole('heading', { level: 1 }).getByText('Finished').waitFor()
  })

  test('has the metrics of its machine in a tab of their own', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('machine')
    const run_id = await log.run(experiment_id, 'run', {
      metrics: [...curve('system/cpu', 5), ...curve('loss', 5)],
    })
    const page = await stage().open(`/experiments/${experiment_id}/runs/${run_id}`)
    await page.getByRole('link', { name: 'System metrics' }).click()
    await page.getByRole('img', { name: /^system\/cpu/ }).waitFor()
    expect(await page.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(['system/cpu'])
  })
})
