import { expect, test } from 'vitest'
import { describePage } from './support/stage.ts'

describePage('the note of a run', (stage) => {
  test('is written, shown as Markdown, and edited', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('scoring')
    const run_id = await log.run(experiment_id, 'with a note')
    const page = await stage().open(`/experiments/${experiment_id}/runs/${run_id}`)
    await page.getByRole('button', { name: 'Add a note' }).click()
    const editor = page.getByRole('textbox', { name: 'Note (Markdown)' })
    await editor.fill('Better than **any** before\n\n<img src=x onerror=alert(1)>')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('strong').getByText('any').waitFor()
    // HTML in a note is text.
    await page.getByText('<img src=x').waitFor()

    await page.getByRole('button', { name: 'Edit note' }).click()
    await editor.fill('Not so good')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('strong').getByText('any').waitFor()

    await page.getByRole('button', { name: 'Edit note' }).click()
    await editor.fill('The best one')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The best one').waitFor()
    expect(await log.tags(run_id)).toMatchObject({ 'mlflow.note.content': 'The best one' })
  })
})
