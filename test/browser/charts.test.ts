import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { curve } from './support/logger.ts'
import { describePage } from './support/stage.ts'

const RUNS = 12
const METRICS = 60

/** The bodies of the page's questions for curves. */
function curveQuestions(page: Page): { run_ids: string[]; metric_keys: string[]; from?: number }[] {
  const asked: { run_ids: string[]; metric_keys: string[] }[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/metrics/curves')) asked.push(request.postDataJSON())
  })
  return asked
}

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

const choose = async (page: Page, name: string, item: string) => {
  await card(page, name)
    .getByRole('button', { name: `Actions for ${name}` })
    .click()
  await page.getByRole('menuitem', { name: item }).click()
}

describePage('charts of many runs', (stage) => {
  let sweep: string
  let few: string

  beforeAll(async () => {
    const { log } = stage()
    sweep = await log.experiment('sweep')
    const keys = Array.from({ length: METRICS }, (_, i) => `part ${i % 6}/metric ${i}`)
    await log.runs(sweep, RUNS, (index) => ({
      params: { depth: String(index % 2) },
      metrics: keys.flatMap((key) =>
        curve(key, 3).map((point) => ({ ...point, value: Number(point.value) + index })),
      ),
    }))
    few = await log.experiment('few')
    for (const index of [0, 1, 2])
      await log.run(few, `run ${index}`, {
        params: { depth: String(index % 2) },
        metrics: [...curve('loss', 20), ...curve('train/acc', 5), { key: 'auc', value: 0.5 + index / 10 }],
      })
  })

  test('come from the table by one click, all runs of a metric in one request, and only those in view', async () => {
    const page = await stage().open(`/experiments/${sweep}`)
    await page.getByRole('link', { name: 'run 0' }).waitFor()
    const asked = curveQuestions(page)
    await page.getByRole('radio', { name: 'Charts' }).check()
    await page.getByRole('img', { name: `part 0/metric 0 of ${RUNS} runs` }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(asked.length).toBeLessThan(METRICS / 3)
    for (const { run_ids, metric_keys } of asked) {
      expect(run_ids).toHaveLength(RUNS)
      expect(metric_keys).toHaveLength(1)
    }
    await page.getByRole('textbox', { name: 'Search metrics' }).fill('metric 59')
    await page.getByRole('img', { name: `part 5/metric 59 of ${RUNS} runs` }).waitFor()
    expect(await page.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(['part 5/metric 59'])
  })

  test('leave out a run whose eye is closed; the address reproduces it', async () => {
    const page = await stage().open(`/experiments/${few}?tab=charts`)
    await page.getByRole('img', { name: 'loss of 3 runs' }).waitFor()
    const asked = curveQuestions(page)
    await page.getByRole('button', { name: 'Draw run 1' }).click()
    await page.getByRole('img', { name: 'loss of 2 runs' }).waitFor()
    expect(asked).toEqual([])
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await again.getByRole('img', { name: 'loss of 2 runs' }).waitFor()
  })

  test('are also tables, and files', async () => {
    const page = await stage().open(`/experiments/${few}?tab=charts`)
    await card(page, 'loss').getByRole('button', { name: 'Show as table' }).click()
    await card(page, 'loss').getByRole('row', { name: 'run 1 20 0 0.19 0 0.19' }).waitFor()
    const download = page.waitForEvent('download')
    await choose(page, 'loss', 'Save as CSV')
    const lines = (await readFile(await (await download).path(), 'utf8')).split('\r\n')
    expect(lines[0]).toBe('\u{feff}run_id,run,metric,step,timestamp,value')
    expect(lines).toHaveLength(1 + 3 * 20 + 1)
    expect(lines.filter((line) => /,run 2,loss,19,\d+,0\.19$/.test(line))).toHaveLength(1)
    const picture = page.waitForEvent('download')
    await choose(page, 'auc', 'Save as SVG')
    expect(await readFile(await (await picture).path(), 'utf8')).toContain('run 2</text>')
  })

  test('a part of the axis is asked for anew where the curve was thinned', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('long')
    const run_id = await log.run(experiment_id, 'long')
    for (let from = 0; from < 3000; from += 1000)
      await log.batch(run_id, { metrics: curve('loss', 1000, from) })
    const page = await stage().open(`/experiments/${experiment_id}?tab=charts`)
    const chart = page.getByRole('img', { name: /^loss/ })
    await chart.waitFor()
    const asked = curveQuestions(page)
    await chart.press('+')
    await page.getByRole('button', { name: 'Whole axis' }).waitFor()
    await expect.poll(() => asked.length).toBeGreaterThan(0)
    const { from = 0, to = 0 } = asked[0] as { from?: number; to?: number }
    expect(to - from).toBeGreaterThan(1000)
    expect(to - from).toBeLessThan(2000)
    await chart.press('0')
    await page.getByRole('button', { name: 'Whole axis' }).waitFor({ state: 'detached' })
  })

  test('a file has every point, and a smoothed curve is that of every point; a growing run is asked for its end', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('noise')
    const noise = (from: number) =>
      curve('loss', 1000, from).map((point) => ({ ...point, value: (point.step ?? 0) % 2 === 0 ? 1 : -1 }))
    const run_id = await log.run(experiment_id, 'noise')
    for (let from = 0; from < 4000; from += 1000) await log.batch(run_id, { metrics: noise(from) })
    const page = await stage().open(`/experiments/${experiment_id}?tab=charts`)
    await page.getByRole('img', { name: /^loss: 4,000 points/ }).waitFor()
    const download = page.waitForEvent('download')
    await choose(page, 'loss', 'Save as CSV')
    const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n')
    expect(lines).toHaveLength(1 + 4000)

    const asked = curveQuestions(page) as { smooth?: number; since?: number[] }[]
    await log.batch(run_id, { metrics: noise(4000) })
    await page.getByRole('img', { name: /^loss: 5,000 points/ }).waitFor()
    expect(asked.map(({ since }) => since)).toEqual([[3999]])

    await page.getByRole('slider', { name: 'Smoothing' }).fill('98')
    await expect.poll(() => asked.at(-1)?.smooth).toBe(98)
    await card(page, 'loss').getByRole('button', { name: 'Show as table' }).click()
    // Of all points the average is near zero; of the peaks that are drawn it would not be.
    const latest = card(page, 'loss').getByRole('row').last().getByRole('cell').last()
    await expect.poll(async () => Math.abs(Number(await latest.textContent()))).toBeLessThan(0.05)
  })

  test('a drag across a chart zooms into it', async () => {
    const page = await stage().open(`/experiments/${few}?tab=charts`)
    const chart = page.getByRole('img', { name: /^loss/ })
    await chart.waitFor()
    const box = await chart.boundingBox()
    if (!box) throw new Error('the chart has no place')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width / 3, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2, y, { steps: 4 })
    await page.mouse.up()
    await page.getByRole('button', { name: 'Whole axis' }).click()
    await expect.poll(() => page.url()).not.toContain('range')
  })

  test('keep the order they are given', async () => {
    const page = await stage().open(`/experiments/${few}?tab=charts`)
    await page.getByRole('img', { name: /^loss/ }).waitFor()
    const titles = () => page.getByRole('heading', { level: 3 }).allInnerTexts()
    // Single values come after curves.
    expect(await titles()).toEqual(['loss', 'auc', 'train/acc'])
    await choose(page, 'auc', 'Move forward')
    await expect.poll(titles).toEqual(['auc', 'loss', 'train/acc'])
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await again.getByRole('img', { name: /^loss/ }).waitFor()
    expect(await again.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'auc',
      'loss',
      'train/acc',
    ])
  })

  test('runs that share a value are drawn as one', async () => {
    const page = await stage().open(`/experiments/${few}?tab=charts`)
    await page.getByRole('combobox', { name: 'Group by' }).selectOption('params.depth')
    await card(page, 'loss').getByRole('button', { name: 'Show as table' }).click()
    await card(page, 'loss')
      .getByRole('row', { name: /^0 \(2\) / })
      .waitFor()
    await card(page, 'loss')
      .getByRole('row', { name: /^1 \(1\) / })
      .waitFor()
  })

  test('a chart in large has the rest of the page behind it', async () => {
    const page = await stage().open(`/experiments/${few}?tab=charts`)
    await page.getByRole('img', { name: /^loss/ }).waitFor()
    await choose(page, 'loss', 'Show in large')
    await page.getByRole('dialog', { name: 'loss' }).getByRole('img').waitFor()
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await again.getByRole('dialog', { name: 'loss' }).getByRole('img').waitFor()
    await again.keyboard.press('Escape')
    await expect.poll(() => again.url()).not.toContain('full')
  })

  test('grow while a run logs', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('live')
    const run_id = await log.run(experiment_id, 'growing', { metrics: curve('loss', 5) })
    await log.run(experiment_id, 'still', { metrics: curve('loss', 3) })
    const page = await stage().open(`/experiments/${experiment_id}?tab=charts`)
    await card(page, 'loss').getByRole('button', { name: 'Show as table' }).click()
    await card(page, 'loss')
      .getByRole('row', { name: /^growing 5 / })
      .waitFor()
    const asked = curveQuestions(page)
    await log.batch(run_id, { metrics: curve('loss', 4, 5) })
    await card(page, 'loss')
      .getByRole('row', { name: /^growing 9 / })
      .waitFor()
    expect(asked.flatMap(({ run_ids }) => run_ids)).not.toContain(undefined)
    for (const { run_ids } of asked) expect(run_ids).toEqual([run_id])
  })

  test('show names full of markup and values that are no numbers, and run nothing', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('odd')
    const name = '<img src=x onerror="throw 1">\u{202e}abc👍'
    const values = [1, 'NaN', 3, 'Infinity', 2, '-Infinity']
    for (const run of [name, 'b'])
      await log.run(experiment_id, run, {
        metrics: values.map((value, at) => ({ key: 'odd', value, step: [4, -7, 4, 0, 1, 2][at] ?? 0 })),
      })
    const page = await stage().open(`/experiments/${experiment_id}?tab=charts&scale=log`)
    await page.getByRole('img', { name: 'odd of 2 runs' }).hover()
    await card(page, 'odd').getByRole('button', { name: 'Show as table' }).click()
    await card(page, 'odd').getByRole('cell', { name }).waitFor()
    expect(
      await card(page, 'odd')
        .getByRole('row', { name: /^b 6 NaN/ })
        .textContent(),
    ).toMatch(/13$/)
  })

  test('speak Bulgarian, on a narrow page too', async () => {
    const page = await stage().open(`/experiments/${few}?tab=charts`, {
      locale: 'bg-BG',
      viewport: { width: 390, height: 844 },
    })
    await page.getByText('Показани: 3 от 3').waitFor()
    await page.getByRole('button', { name: 'Изпълнения', exact: true }).click()
    await page.getByRole('button', { name: 'Чертане на run 1' }).click()
    await page.getByText('Показани: 2 от 3').waitFor()
  })
})
