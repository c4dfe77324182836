import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createExperiment, createRun, succeeded, uniqueName } from '../testing/factories.ts'
import { openSink, type Sink } from '../testing/sink.ts'
import { type Json, onEveryDatabase, type Reply } from '../testing/test-server.ts'
import { tooOld } from './attempt.ts'
import { takeOlder } from './outbox.ts'

const OWN = '/api/3.0/millrace/webhooks'
const MODEL_CREATED = { entity: 'REGISTERED_MODEL', action: 'CREATED' }
const RUN_CREATED = { entity: 'RUN', action: 'CREATED' }
const env = {
  MLFLOW_WEBHOOK_ALLOWED_SCHEMES: 'https,http',
  MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: 'true',
  MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES: '1',
}

onEveryDatabase(
  'webhooks',
  (server) => {
    let sink: Sink
    let paths = 0
    beforeAll(async () => {
      sink = await openSink()
    })
    afterAll(() => sink.close())

    const newPath = () => `/hook-${paths++}`
    const create = async (fields: object = {}, root = 'webhooks'): Promise<Json> => {
      const body = { name: 'hook', url: `${sink.url}${newPath()}`, events: [MODEL_CREATED], ...fields }
      return succeeded(await server.post(root, body)).webhook
    }
    const createOwn = (events: object[], fields: object = {}) => create({ events, ...fields }, OWN)
    const get = (id: string): Promise<Reply> => server.get(`webhooks/${id}`)
    const deliveries = async (id: string): Promise<Json> =>
      succeeded(await server.get(`${OWN}/${id}/deliveries`))
    const pathOf = (webhook: Json): string => new URL(webhook.url).pathname
    const settled = async (id: string, count: number): Promise<Json[]> => {
      let log: Json
      do {
        await sleep(20)
        log = await deliveries(id)
      } while (log.deliveries.length < count)
      return log.deliveries
    }

    it('a new webhook is shown with its events in the order of their names, never with its secret', async () => {
      const events = [MODEL_CREATED, { entity: 'MODEL_VERSION_TAG', action: 'SET' }]
      const webhook = await create({ events, secret: 'sesame', description: 'd' })
      expect(webhook).toEqual({
        webhook_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: 'hook',
        description: 'd',
        url: expect.any(String),
        events: [{ entity: 'MODEL_VERSION_TAG', action: 'SET' }, MODEL_CREATED],
        status: 'ACTIVE',
        creation_timestamp: expect.any(Number),
        last_updated_timestamp: webhook.creation_timestamp,
      })
      expect(succeeded(await get(webhook.webhook_id)).webhook).toEqual(webhook)
    })

    it('a change keeps what is not given; emptied are a description and a secret only', async () => {
      const { webhook_id, ...before } = await create({ description: 'd', secret: 's' })
      const patch = async (fields: object): Promise<Json> =>
        succeeded(await server.send('PATCH', `webhooks/${webhook_id}`, fields)).webhook
      expect(await patch({ name: '', url: '', events: [], status: 'WHAT' })).toMatchObject({
        name: before.name,
        url: before.url,
        events: before.events,
        status: 'ACTIVE',
        description: 'd',
      })
      const events = [{ entity: 'MODEL_VERSION', action: 'CREATED' }]
      const after = await patch({ name: 'n2', events, status: 'DISABLED', description: '' })
      expect(after).toMatchObject({ name: 'n2', events, status: 'DISABLED' })
      expect(after).not.toHaveProperty('description')
    })

    it('a deleted webhook is gone for every call', async () => {
      const { webhook_id } = await create()
      const path = `webhooks/${webhook_id}`
      expect(succeeded(await server.send('DELETE', path, {}))).toEqual({})
      for (const reply of [
        await server.get(path),
        await server.send('PATCH', path, { name: 'x' }),
        await server.send('DELETE', path, {}),
        await server.post(`${path}/test`, {}),
      ]) {
        expect(reply).toMatchObject({
          status: 404,
          body: {
            error_code: 'RESOURCE_DOES_NOT_EXIST',
            message: `Webhook with ID ${webhook_id} not found.`,
          },
        })
      }
    })

    it('the list is paged, newest first', async () => {
      const made = []
      for (let i = 0; i < 3; i++) made.push((await create({ name: `page-${i}` })).webhook_id)
      const seen: string[] = []
      let page_token = ''
      do {
        const page: Json = succeeded(await server.get('webhooks', { max_results: '2', page_token }))
        expect(page.webhooks.length).toBeLessThanOrEqual(2)
        seen.push(...page.webhooks.map((webhook: Json) => webhook.webhook_id))
        page_token = page.next_page_token ?? ''
      } while (page_token)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen).toEqual(expect.arrayContaining(made))
    })

    it.each([
      [{ name: '-w' }, "Webhook name '-w' is invalid."],
      [{ name: 'a'.repeat(64) }, 'is invalid'],
      [{ name: 'a\n' }, "Webhook name 'a\\n' is invalid."],
      [{ url: 'ftp://x' }, "Invalid webhook URL scheme: 'ftp'. Allowed schemes are: http, https."],
      [{ url: 'x' }, "Invalid webhook URL scheme: ''."],
      [{ url: 'https:///x' }, "Webhook URL must include a hostname: 'https:///x'"],
      [{ url: 'http://127.0.0.1:99999/' }, 'Not a URL'],
      [{ url: `http://127.0.0.1/${'x'.repeat(500)}` }, 'longer than 500'],
      [{ events: [] }, 'Webhook events must be a non-empty list of WebhookEvent objects: [].'],
      [{ events: [{}] }, 'A webhook event needs an action and an entity'],
      [{ events: ['x'] }, "for parameter 'events'"],
      [{ events: [{ entity: 'NOTHING', action: 'CREATED' }] }, 'A webhook event needs'],
      [{ events: [{ entity: 'PROMPT', action: 'SET' }] }, "Valid actions are: ['created']"],
      [{ events: [RUN_CREATED] }, '/api/3.0/millrace/webhooks'],
      [{ description: 'x'.repeat(1001) }, 'longer than 1000'],
      [{ secret: 'x'.repeat(1000) }, 'too long'],
    ])('refuses what is wrong (%#)', async (fields, message) => {
      const body = { name: 'w', url: sink.url, events: [MODEL_CREATED], ...fields }
      const reply = await server.post('webhooks', body)
      expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
      expect(reply.body.message).toContain(message)
    })

    it('a test sends an example at once and tells the answer', async () => {
      const webhook = await create({ secret: 'sesame', status: 'DISABLED' })
      const reply = await server.post(`webhooks/${webhook.webhook_id}/test`, {})
      expect(succeeded(reply).result).toEqual({
        success: true,
        response_status: 200,
        response_body: 'answer 200',
      })
      const [caught] = await sink.at(pathOf(webhook), 1)
      expect(caught?.body).toMatchObject({
        entity: 'registered_model',
        action: 'created',
        data: { name: 'example_model', tags: { example_key: 'example_value' } },
      })
      const headers = caught?.headers ?? {}
      const signed = `${headers['x-mlflow-delivery-id']}.${headers['x-mlflow-timestamp']}.${caught?.text}`
      const signature = createHmac('sha256', 'sesame').update(signed).digest('base64')
      expect(headers['x-mlflow-signature']).toBe(`v1,${signature}`)
    })

    it('a test that fails says how; a redirect is not followed', async () => {
      const { webhook_id } = await create({ url: `${sink.url}/status/302` })
      const test = async () => succeeded(await server.post(`webhooks/${webhook_id}/test`, {})).result
      await test()
      expect(sink.caught.map(({ path }) => path)).not.toContain('/redirected')
      await server.send('PATCH', `webhooks/${webhook_id}`, { url: `${sink.url}/status/500` })
      expect(await test()).toEqual({ success: false, response_status: 500, response_body: 'answer 500' })
      await server.send('PATCH', `webhooks/${webhook_id}`, { url: 'http://127.0.0.1:1/' })
      expect(await test()).toMatchObject({
        success: false,
        error_message: expect.stringContaining('ECONNREFUSED'),
      })
    })

    it('events of runs and experiments are told, with what became of them', async () => {
      const actions = ['CREATED', 'UPDATED', 'FINISHED', 'DELETED', 'RESTORED']
      const runs = await createOwn(actions.map((action) => ({ entity: 'RUN', action })))
      const experiments = await createOwn(
        ['CREATED', 'UPDATED', 'DELETED', 'RESTORED'].map((action) => ({ entity: 'EXPERIMENT', action })),
      )
      const name = uniqueName('кредити')
      const experiment_id = await createExperiment(server, { name })
      const run_id = await createRun(server, { experiment_id, run_name: 'r' })
      succeeded(await server.post('runs/update', { run_id, status: 'FINISHED', end_time: 5 }))
      succeeded(await server.post('runs/delete', { run_id }))
      succeeded(await server.post('runs/delete', { run_id }))
      succeeded(await server.post('runs/restore', { run_id }))
      succeeded(await server.post('experiments/update', { experiment_id, new_name: `${name}2` }))
      succeeded(await server.post('experiments/delete', { experiment_id }))
      succeeded(await server.post('experiments/restore', { experiment_id }))

      const ofRun = (await sink.at(pathOf(runs), 5)).map(({ body }) => body)
      expect(ofRun.map((body) => body.action).sort()).toEqual(actions.map((a) => a.toLowerCase()).sort())
      const created = ofRun.find((body) => body.action === 'created')
      expect(created).toMatchObject({ entity: 'run', data: { run_id, experiment_id, run_name: 'r' } })
      const finished = ofRun.find((body) => body.action === 'finished')
      expect(finished.data).toMatchObject({ status: 'FINISHED', end_time: 5 })
      const ofExperiment = (await sink.at(pathOf(experiments), 4)).map(({ body }) => body)
      expect(ofExperiment.find((body) => body.action === 'created').data.name).toBe(name)
      expect(ofExperiment.find((body) => body.action === 'updated').data.name).toBe(`${name}2`)
    })

    it('a webhook of runs only is invisible at the address of MLflow, whose clients would fail on it', async () => {
      const { webhook_id } = await createOwn([RUN_CREATED])
      expect((await get(webhook_id)).status).toBe(404)
      const { webhooks } = succeeded(await server.get('webhooks', { max_results: '1000' }))
      expect(webhooks.map((webhook: Json) => webhook.webhook_id)).not.toContain(webhook_id)
      expect(webhooks.every((webhook: Json) => webhook.events.length > 0)).toBe(true)
      const both = await server.send('PATCH', `${OWN}/${webhook_id}`, {
        events: [RUN_CREATED, MODEL_CREATED],
      })
      expect(succeeded(both).webhook.events).toEqual([MODEL_CREATED, RUN_CREATED])
      expect(succeeded(await get(webhook_id)).webhook.events).toEqual([MODEL_CREATED])
    })

    it('an answer of 503 is followed by another attempt, one of 404 is not; the log tells both', async () => {
      const passing = await createOwn([{ entity: 'EXPERIMENT', action: 'CREATED' }])
      sink.answerNext(pathOf(passing), 503)
      await createExperiment(server)
      const [first, second] = await sink.at(pathOf(passing), 2)
      expect(second?.text).toBe(first?.text)
      expect(second?.headers['x-mlflow-delivery-id']).toBe(first?.headers['x-mlflow-delivery-id'])
      const [again, failed] = await settled(passing.webhook_id, 2)
      expect(failed).toMatchObject({ attempt: 1, outcome: 'WILL_RETRY', response_status: 503 })
      expect(again).toMatchObject({ attempt: 2, outcome: 'DELIVERED', response_status: 200 })
      succeeded(await server.send('DELETE', `${OWN}/${passing.webhook_id}`, {}))

      const wrong = await createOwn([{ entity: 'EXPERIMENT', action: 'CREATED' }], {
        url: `${sink.url}/status/404`,
      })
      await createExperiment(server)
      expect(await settled(wrong.webhook_id, 1)).toMatchObject([
        { entity: 'EXPERIMENT', action: 'CREATED', outcome: 'GIVEN_UP', error_message: 'answer 404' },
      ])
      expect((await deliveries(wrong.webhook_id)).pending).toBe(0)
    })

    it('what was not delivered for three days is taken out and told of as given up, unless it is in hand', async () => {
      const now = Date.now()
      const parcel = (created_time: number, due_time: number) => ({
        ...{
          delivery_id: uniqueName().slice(0, 36),
          webhook_id: 'w',
          entity: 'run',
          action: 'created',
          body: '{}',
        },
        ...{ attempts: 2, created_time, due_time },
      })
      const [old, inHand, young] = [parcel(1, 2), parcel(1, now + 60_000), parcel(now, 2)]
      // In one transaction: the office would see what is committed.
      const taken = await server.running.deps.writer.write(async (tx) => {
        const rows = [old, inHand, young]
        await tx.query(tx.builder.insertInto('millrace_webhook_outbox').values(rows))
        const found = await takeOlder(tx, { before: now - 1000, now, limit: 10 })
        await tx.query(tx.builder.deleteFrom('millrace_webhook_outbox').where('webhook_id', '=', 'w'))
        return found
      })
      expect(taken.map(({ delivery_id }) => delivery_id)).toEqual([old?.delivery_id])
      expect(taken.map((one) => tooOld(one, now))).toMatchObject([
        { delivery_id: old?.delivery_id, attempt: 2, outcome: 'GIVEN_UP', sent_time: now },
      ])
    })

    it('a change that is undone is not told', async () => {
      const webhook = await createOwn([{ entity: 'EXPERIMENT', action: 'CREATED' }])
      const name = uniqueName()
      await createExperiment(server, { name })
      expect((await server.post('experiments/create', { name })).status).toBe(400)
      await createExperiment(server)
      const told = await sink.at(pathOf(webhook), 2)
      expect(told.filter(({ body }) => body.data.name === name)).toHaveLength(1)
    })

    it('a receiver that does not answer does not hold up the others', async () => {
      const restored = { entity: 'EXPERIMENT', action: 'RESTORED' }
      const events = [restored, { entity: 'EXPERIMENT', action: 'DELETED' }]
      const silent = await createOwn(events, { url: `${sink.url}/silent` })
      const experiment_id = await createExperiment(server)
      const turn = async (times: number) => {
        for (let i = 0; i < times; i++) {
          succeeded(await server.post('experiments/delete', { experiment_id }))
          succeeded(await server.post('experiments/restore', { experiment_id }))
        }
      }
      await turn(60)
      const other = await createOwn([restored])
      await turn(5)
      await sink.at(pathOf(other), 5)
      expect((await deliveries(silent.webhook_id)).pending).toBe(130)
      succeeded(await server.send('DELETE', `${OWN}/${silent.webhook_id}`, {}))
    }, 30_000)

    it('nothing is told to a webhook that is disabled or deleted', async () => {
      const disabled = await createOwn([RUN_CREATED], { status: 'DISABLED' })
      const deleted = await createOwn([RUN_CREATED])
      succeeded(await server.send('DELETE', `${OWN}/${deleted.webhook_id}`, {}))
      const listening = await createOwn([RUN_CREATED])
      await createRun(server)
      await sink.at(pathOf(listening), 1)
      const paths = sink.caught.map(({ path }) => path)
      expect(paths).not.toContain(pathOf(disabled))
      expect(paths).not.toContain(pathOf(deleted))
    })
  },
  { env },
)

onEveryDatabase(
  'webhooks beside a registry of its own',
  (server) => {
    it('changes of either store are told, the log and what is pending are read together', async () => {
      const sink = await openSink()
      const events = [MODEL_CREATED, { entity: 'EXPERIMENT', action: 'CREATED' }]
      const made = await server.post(OWN, { name: 'both', url: `${sink.url}/both`, events })
      const { webhook_id } = succeeded(made).webhook
      await createExperiment(server)
      succeeded(await server.post('registered-models/create', { name: uniqueName() }))
      const told = await sink.at('/both', 2)
      expect(told.map(({ body }) => body.entity).sort()).toEqual(['experiment', 'registered_model'])
      await expect
        .poll(async () => succeeded(await server.get(`${OWN}/${webhook_id}/deliveries`)))
        .toMatchObject({ deliveries: { length: 2 }, pending: 0 })
      await sink.close()
    })
  },
  { env, flags: { registryStoreUri: 'sqlite://' } },
)
