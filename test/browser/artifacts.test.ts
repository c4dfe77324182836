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

/** Two rows, packed with Zstandard; written by pyarrow. */
const PARQUET = Buffer.from(
  [
    'UEFSMRUEFRAVIkwVBBUAEgAAKLUv/SAIQQAAAQAAAAIAAAAVABUSFSQsFQQVEBUGFQYcAAAAKLUv/SAJSQAAAgAAAAQBAQMCFQQV',
    'IBUyTBUEFQASAAAotS/9IBCBAAADAAAAYW5hBQAAAGJveWFuFQAVEhUkLBUEFRAVBhUGHAAAACi1L/0gCUkAAAIAAAAEAQEDAhUE',
    'GTw1ABgGc2NoZW1hFQQAFQIlAhgCaWQAFQwlAhgEbmFtZSUATBwAAAAWBBkcGSwmABwVAhk1AAYQGRgCaWQVDBYEFmQWiAEmRiYI',
    'KSwVBBUAFQIAFQAVEBUCADwpBhkmAAQAAAAmABwVDBk1AAYQGRgEbmFtZRUMFgQWdBaYASbeASaQASksFQQVABUCABUAFRAVAgA8',
    'FhAZBhkmAAQAAAAW2AEWBCYIFqACACggcGFycXVldC1jcHAtYXJyb3cgdmVyc2lvbiAyNS4wLjEZLBwAABwAAADZAAAAUEFSMQ==',
  ].join(''),
  'base64',
)

const TABLE = JSON.stringify({ columns: ['question', 'answer'], data: [['what', 1]] })
const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: 'markdown', source: ['# A notebook'] },
    {
      cell_type: 'code',
      execution_count: 1,
      source: 'f()',
      outputs: [{ output_type: 'stream', text: 'out' }],
    },
    {
      cell_type: 'code',
      source: 'g()',
      outputs: [{ data: { 'text/html': '<i>page</i><script>top.document.title = "gotcha"</script>' } }],
    },
  ],
})
const SCRIPT =
  'document.querySelector("h1").textContent += ` by ` + origin; document.title = "gotcha"; top.document.title = "gotcha"'

/** A second of silence: 8,000 samples of a byte. */
function silence(): Buffer {
  const samples = 8000
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(samples, 24)
  head.writeUInt32LE(samples, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples, 40)
  return Buffer.concat([head, Buffer.alloc(samples, 128)])
}

const PDF = `%PDF-1.1
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF`

const FILES: Record<string, string | Buffer> = {
  'notes.txt': 'first line\nsecond line\n',
  'plots/roc.png': PNG,
  'report.json': '{"auc": 0.87, "classes": ["good", "bad"]}',
  'scores.csv': 'id,score\n1,"0,5"\n',
  'UPPER.TSV': 'id\tscore\n1\t0,5\n',
  'model.pkl': Buffer.from([0x80, 0, 1, 2]),
  'page.html': `<h1>A report</h1><script>${SCRIPT}</script>`,
  'rows.parquet': PARQUET,
  'tables/eval.json': TABLE,
  'nb.ipynb': NOTEBOOK,
  'README.md': '# Read me\n\n<img src=x onerror="document.title = `gotcha`">',
  'cut.parquet': PARQUET.subarray(0, 100),
  'sound.wav': silence(),
  'paper.pdf': PDF,
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
    // Its scripts run, without an origin.
    ['page.html', (page) => page.frameLocator('iframe').getByRole('heading', { name: 'A report by null' })],
    ['rows.parquet', (page) => page.getByRole('row', { name: '2 boyan' })],
    ['cut.parquet', (page) => page.getByText('This kind of file has no preview.')],
    ['tables/eval.json', (page) => page.getByRole('row', { name: 'what 1' })],
    ['nb.ipynb', (page) => page.frameLocator('iframe').getByText('page')],
    ['README.md', (page) => page.getByRole('heading', { name: 'Read me' })],
  ]
  test.each(shows)('%s has a preview', async (path, find) => {
    const page = await open(`/${path}`)
    await find(page).waitFor()
    expect(await page.title()).not.toBe('gotcha')
    // The sandbox says what it kept a script from doing, which is what it is for.
    if (/\.(html|ipynb)$/.test(path)) stage().takeErrors()
  })

  test('sound can be played, and a PDF is in the browser’s own viewer', async () => {
    const page = await open('/sound.wav')
    const sound = page.getByLabel('Preview of sound.wav').and(page.locator('audio'))
    await sound.waitFor()
    await expect.poll(() => page.evaluate('document.querySelector("audio").duration')).toBe(1)
    const paper = page.waitForResponse('**/artifacts/view?*')
    await page.getByRole('link', { name: 'paper.pdf' }).click()
    expect((await paper).headers()['content-type']).toBe('application/pdf')
    await page.locator('iframe[title="Preview of paper.pdf"]').waitFor()
  })

  test('a long log opens at its start, jumps to its end, and is searched; only parts of it are fetched', async () => {
    const line = (at: number) => `epoch ${at} loss ${(1 / (at + 1)).toFixed(6)} `.padEnd(80, '.')
    const log = Array.from({ length: 60_000 }, (_, at) => line(at)).join('\n')
    await stage().log.artifact(experiment_id, run_id, 'train.log', `${log}\nthe very end\n`)
    const page = await open()
    let bytes = 0
    page.on('response', async (response) => {
      if (response.url().includes('/get-artifact')) bytes += Number(response.headers()['content-length'])
    })
    await page.getByRole('link', { name: 'train.log' }).click()
    await page.getByText('epoch 0 loss').waitFor()
    await page.getByRole('button', { name: 'To the end' }).click()
    await page.getByText('the very end').waitFor()
    await page.getByRole('textbox', { name: 'Search in what is loaded' }).fill('EPOCH 59990')
    await page.getByText('1 of 1 in what is loaded').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('mark').first().waitFor()
    // Above what was read lies more, and comes as it is scrolled to.
    await page.getByRole('region', { name: 'Lines' }).hover()
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, -40_000)
          const line = await page
            .getByText(/^epoch/)
            .first()
            .textContent()
          return Number(/\d+/.exec(line ?? '')?.[0])
        },
        { timeout: 20_000 },
      )
      .toBeLessThan(50_000)
    expect(bytes).toBeLessThan(log.length)
  })

  test('rows of a long table come as they are scrolled to', async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => `${at},"name ${at}, with a comma",0.5`).join('\n')
    await stage().log.artifact(experiment_id, run_id, 'long.csv', `id,name,score\n${rows}\n`)
    const page = await open('/long.csv')
    await page.getByText(/rows loaded, more below/).waitFor()
    const table = page.getByRole('region', { name: /table/i })
    await expect
      .poll(
        async () => {
          await table.press('End')
          return page.getByRole('row', { name: '29999 name 29999, with a comma 0.5' }).count()
        },
        { timeout: 20_000 },
      )
      .toBe(1)
    await page.getByText('30,000 rows', { exact: true }).waitFor()
  })

  test('pictures of steps are a gallery that is gone through with the keyboard', async () => {
    for (const step of [1, 2, 10])
      await stage().log.artifact(
        experiment_id,
        run_id,
        `images/val~masks+step+${step}+timestamp+17+1b-${step}.png`,
        PNG,
      )
    const page = await open()
    await page.getByRole('button', { name: 'images' }).press('Enter')
    await page.getByRole('link', { name: 'val/masks Step 10' }).press('Enter')
    await page.getByRole('img', { name: 'Image val/masks 10' }).waitFor()
    await page.getByRole('slider', { name: 'Step' }).press('ArrowLeft')
    await page.getByRole('img', { name: 'Image val/masks 2' }).waitFor()
  })

  test('can be downloaded as they are', async () => {
    const page = await open('/plots/roc.png')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download', exact: true }).click(),
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
