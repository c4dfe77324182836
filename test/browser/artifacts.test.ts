import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { curve } from './support/logger.ts'
import { describePage } from './support/stage.ts'

/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
)

const FILES: Record<string, string | Buffer> = {
  'notes.txt': 'first line\nsecond line\n',
  'plots/roc.png': PNG,
  'report.json': '{"auc": 0.87, "classes": ["good", "bad"]}',
  'scores.csv': 'id,score\n1,"0,5"\n',
  'UPPER.TSV': 'id\tscore\n1\t0,5\n',
  'model.pkl': Buffer.from([0x80, 0, 1, 2]),
  'page.html': '<h1>A report</h1><script>document.title = "gotcha"</script>',
}

describePage('the artifacts of a run', (stage) => {
  let experiment_id: string
  let run_id: string
  const open = (path = '') => stage().open(`/experiments/${experiment_id}/runs/${run_id}/artifacts${path}`)

  beforeAll(async () => {
    const { log } = stage()
    experiment_id = await log.experiment('scoring')
    run_id = await log.run(experiment_id, 'with files')
    for (const [path, content] of Object.entries(FILES))
      await log.artifact(experiment_id, run_id, path, content)
  })

  test('open folder by folder; the address reproduces the choice', async () => {
    const page = await open()
    const tree = page.getByRole('navigation', { name: 'Artifact files' })
    await tree.getByRole('button', { name: 'plots' }).click()
    await tree.getByRole('link', { name: 'roc.png' }).click()
    await page.getByRole('img', { name: 'Image roc.png' }).waitFor()
    const again = await open('/plots/roc.png')
    await again.getByRole('img', { name: 'Image roc.png' }).waitFor()
    expect(await again.evaluate('document.images[0].naturalWidth')).toBe(1)
    expect(await again.getByRole('link', { name: 'roc.png' }).getAttribute('aria-current')).toBe('page')
  })

  const shows: [path: string, find: (page: Page) => ReturnType<Page['getByText']>][] = [
    ['notes.txt', (page) => page.getByText('second line')],
    ['report.json', (page) => page.getByRole('region', { name: 'JSON' }).getByText('auc: 0.87')],
    ['scores.csv', (page) => page.getByRole('row', { name: '1 0,5' })],
    ['UPPER.TSV', (page) => page.getByRole('row', { name: '1 0,5' })],
    ['model.pkl', (page) => page.getByText('This kind of file has no preview.')],
    ['page.html', (page) => page.frameLocator('iframe').getByRole('heading', { name: 'A report' })],
  ]
  test.each(shows)('%s has a preview', async (path, find) => {
    const page = await open(`/${path}`)
    await find(page).waitFor()
    expect(await page.title()).not.toBe('gotcha')
    // The sandbox says that it kept the script from running, which is what it is for.
    if (path.endsWith('.html')) stage().takeErrors()
  })

  test('can be downloaded as they are', async () => {
    const page = await open('/plots/roc.png')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('roc.png')
    expect(await readFile(await download.path())).toEqual(PNG)
  })

  test('a preview is read again when the file grows, not whenever the run logs', async () => {
    const { log } = stage()
    const busy = await log.run(experiment_id, 'busy')
    await log.artifact(experiment_id, busy, 'train.log', 'epoch 1\n')
    const page = await stage().open(`/experiments/${experiment_id}/runs/${busy}/artifacts/train.log`)
    let reads = 0
    let listings = 0
    page.on('request', (request) => {
      if (request.url().includes('/get-artifact')) reads++
      if (request.url().includes('/artifacts/list')) listings++
    })
    await page.getByText('epoch 1').waitFor()
    reads = 0
    listings = 0
    for (let step = 0; listings < 2; step++) {
      await log.batch(busy, { metrics: curve('loss', 1, step) })
      await page.waitForTimeout(300)
    }
    expect(reads).toBe(0)
    await log.artifact(experiment_id, busy, 'train.log', 'epoch 1\nepoch 2\n')
    await log.batch(busy, { metrics: curve('auc', 1) })
    await page.getByText('epoch 2').waitFor()
  })
})
