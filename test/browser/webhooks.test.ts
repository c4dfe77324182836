import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers } from './support/find-barriers.ts'
import { describePage } from './support/stage.ts'

/** A receiver that is not there under `/gone`. */
class Receiver {
  readonly received: IncomingMessage['headers'][] = []
  readonly #server: Server = createServer((request, response) => {
    this.received.push(request.headers)
    request.resume().on('end', () => {
      response.statusCode = request.url === '/gone' ? 410 : 200
      response.end('thanks')
    })
  })

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  at(path: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`
  }

  close(): void {
    this.#server.close()
  }
}

describePage(
  'the webhooks',
  (stage) => {
    const receiver = new Receiver()
    beforeAll(() => receiver.open())
    afterAll(() => receiver.close())

    test('are made, tried, followed, changed and deleted with the keyboard alone', async () => {
      const { log } = stage()
      const page = await stage().open('/settings/webhooks')
      await page.getByText('No webhooks yet').waitFor()
      await page.getByRole('button', { name: 'New webhook' }).press('Enter')
      const dialog = page.getByRole('dialog')
      const field = (name: string) => dialog.getByRole('textbox', { name, exact: true })
      await field('Name').fill('not a name')
      await field('URL').fill(receiver.at('/here'))
      await dialog.getByRole('group', { name: 'Run', exact: true }).getByLabel('finished').press('Space')
      await dialog.getByLabel('Secret').fill('top secret')
      await dialog.getByLabel('Secret').press('Enter')
      await dialog.getByRole('alert').getByText('is invalid').waitFor()
      await field('Name').fill('to-the-chat')
      await field('Name').press('Enter')
      await page.getByRole('row', { name: /to-the-chat Active .*Run: finished/ }).waitFor()
      expect(await page.content()).not.toContain('top secret')

      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await page.getByText('Nothing has been sent yet.').waitFor()
      await page.getByRole('button', { name: 'Send a test' }).press('Enter')
      await page.getByText('The test was taken. Status 200').waitFor()
      expect(receiver.received.at(-1)?.['x-mlflow-signature']).toMatch(/^v1,/)
      await log.end(await log.run('0', 'told'), 'FINISHED')
      await page.getByRole('row', { name: /Delivered Run: finished .* 200/ }).waitFor()

      await page.getByRole('button', { name: 'Actions' }).press('Enter')
      await page.keyboard.press('Enter')
      await field('URL').fill(receiver.at('/gone'))
      await dialog.getByRole('button', { name: 'Save' }).press('Enter')
      await log.end(await log.run('0', 'told again'), 'FINISHED')
      await page.getByRole('row', { name: /Given up Run: finished .* 410/ }).waitFor()
      // A secret that nobody wrote anew is still there.
      expect(receiver.received.at(-1)?.['x-mlflow-signature']).toMatch(/^v1,/)

      await page.getByRole('button', { name: 'Actions' }).press('Enter')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await dialog.getByRole('button', { name: 'Delete' }).press('Enter')
      await page.getByText('No webhooks yet').waitFor()
    })

    test.each([{ locale: 'bg-BG' }, { viewport: { width: 390, height: 844 } }])(
      'have no barriers with %j',
      async (view) => {
        const page = await stage().open('/webhooks', view)
        await page.getByRole('button', { name: /New webhook|Нов уебхук/ }).click()
        await page.getByRole('dialog').waitFor()
        expect(await findBarriers(page)).toEqual([])
      },
    )
  },
  { MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: 'true', MLFLOW_WEBHOOK_ALLOWED_SCHEMES: 'http,https' },
)
