import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { getDeployClient } from '../../packages/models/src/deployments/index.ts'
import { freePort } from '../helpers/free-port.ts'
import { scratch } from '../helpers/scratch.ts'
import { deployments, PROGRAM, refused, saveMultiplier } from './millrace.ts'

const files = scratch('deployments')
const root = files.file('kept')
const env = { MILLRACE_DEPLOYMENTS_ROOT: root }
const doubler = saveMultiplier(files.file('doubler'), 2)
const tripler = saveMultiplier(files.file('tripler'), 3)
const broken = saveMultiplier(files.file('broken'), 0)
writeFileSync(files.file('broken', 'index.mjs'), 'throw new Error("cannot be loaded")\n')
const input = files.file('in.json')
writeFileSync(input, '{"x": {"0": 1, "1": 2.5}}')

const millrace = (...args: string[]) => deployments([...args, '-t', 'local'], env)
const client = () => getDeployClient('local', { env: { ...process.env, ...env }, program: PROGRAM })

async function described(name: string): Promise<Record<string, unknown>> {
  await using local = await client()
  return { ...(await local.getDeployment(name)) }
}

/** Its processes outlive the tests otherwise. */
async function removeAll(): Promise<void> {
  await using local = await client()
  for (const { name } of await local.listDeployments()) await local.deleteDeployment(String(name))
}
afterEach(removeAll)
afterAll(() => files.remove())

describe('deployments on this machine', () => {
  test('are made, listed, described, asked and deleted by the command', async () => {
    const created = await millrace('create', '--name', 'shop', '-m', doubler)
    expect(created).toMatchObject({ code: 0, stdout: '\njavascript deployment shop is created\n' })
    const { url, status, restarts } = await described('shop')
    expect({ status, restarts }).toEqual({ status: 'ready', restarts: 0 })

    const listed = await millrace('list')
    expect(listed.stdout).toBe(
      `List of all deployments:\n[{'name': 'shop', 'model_uri': '${doubler}', 'flavor': 'javascript', 'url': '${url}', 'status': 'ready'}]\n`,
    )
    const got = await millrace('get', '--name', 'shop')
    expect(got.stdout).toContain(
      `name: shop\nmodel_uri: ${doubler}\nflavor: javascript\nurl: ${url}\nstatus: ready\n`,
    )
    const asked = await millrace('predict', '--name', 'shop', '-I', input)
    expect(asked).toMatchObject({ code: 0, stdout: '{"predictions": [{"y": 2}, {"y": 5}]}\n' })
    const output = files.file('out.json')
    await millrace('predict', '--name', 'shop', '-I', input, '-O', output)
    expect(readFileSync(output, 'utf8')).toBe('{"predictions": [{"y": 2}, {"y": 5}]}')
    // Variables of a deployment may be secrets.
    expect(statSync(`${root}/shop/deployment.json`).mode & 0o077).toBe(0)

    expect(await millrace('delete', '--name', 'shop')).toMatchObject({
      code: 0,
      stdout: 'Deployment shop is deleted\n',
    })
    expect((await millrace('list')).stdout).toBe('List of all deployments:\n[]\n')
    await expect(fetch(`${url}/ping`)).rejects.toThrow()
    expect(readdirSync(root)).toEqual([])
  })

  test('begin again when their server is killed, and outlive who made them', async () => {
    const [command = '', ...words] = PROGRAM
    const args = [...words, 'deployments', 'create', '-t', 'local', '--name', 'shop', '-m', doubler]
    // A session of its own, as a terminal has.
    const terminal = spawn(command, args, {
      env: { ...process.env, ...env },
      detached: true,
      stdio: 'ignore',
    })
    const group = -(terminal.pid ?? 0)
    await once(terminal, 'close')
    expect(() => process.kill(group, 'SIGHUP')).toThrow('ESRCH')

    const { pid } = await described('shop')
    process.kill(Number(pid), 'SIGKILL')
    await expect
      .poll(() => described('shop'))
      .toMatchObject({ status: 'ready', restarts: 1, last_exit: 'SIGKILL' })
    expect((await described('shop')).pid).not.toBe(pid)
  })

  test('take another model; one that cannot be served leaves them as they were', async () => {
    await using local = await client()
    await local.createDeployment('shop', doubler, {
      config: { env: { SECRET: 'hush' }, max_batch_size: '2' },
    })
    const ask = async () => (await local.predict('shop', { dataframe_records: [{ x: 1 }] })).predictions
    expect(await ask()).toEqual([{ y: 2 }])
    const { url } = await described('shop')

    const dry = await millrace('update', '--name', 'shop', '-m', tripler, '--dry-run')
    expect(dry.stdout).toContain(`models serve --model-uri ${tripler} --name shop`)
    expect(dry.stdout).not.toContain('is updated')
    expect(await ask()).toEqual([{ y: 2 }])

    const refused = await millrace('update', '--name', 'shop', '-m', broken)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/The deployment shop stays as it was\. .*cannot be loaded/s)
    await expect.poll(ask).toEqual([{ y: 2 }])

    const updated = await millrace('update', '--name', 'shop', '-m', tripler)
    expect(updated).toMatchObject({
      code: 0,
      stdout: 'Deployment shop is updated (with flavor javascript)\n',
    })
    expect(await ask()).toEqual([{ y: 3 }])
    expect(await described('shop')).toMatchObject({
      url,
      model_uri: tripler,
      // Names of variables, not their values.
      config: { max_batch_size: 2, env: ['SECRET'] },
    })
  })

  test('without their supervisor are stopped: started again by an update, or deleted with the server it left', async () => {
    await using local = await client()
    const kill = async () => {
      const { pid } = JSON.parse(readFileSync(`${root}/shop/supervisor.json`, 'utf8')) as { pid: number }
      process.kill(pid, 'SIGKILL')
      await expect.poll(() => described('shop')).toMatchObject({ status: 'stopped' })
    }
    await local.createDeployment('shop', doubler)
    const { url } = await described('shop')
    await kill()
    await local.updateDeployment('shop')
    expect(await described('shop')).toMatchObject({ url, status: 'ready', restarts: 0 })
    await kill()
    expect((await fetch(`${url}/ping`)).ok).toBe(true)
    await local.deleteDeployment('shop')
    await expect(fetch(`${url}/ping`)).rejects.toThrow()
  })

  test('that cannot start leave nothing behind', async () => {
    const made = await millrace('create', '--name', 'shop', '-m', broken)
    expect(made.code).toBe(1)
    expect(made.stderr).toMatch(/The model cannot be served\. Its server ended .*cannot be loaded/s)
    expect(existsSync(`${root}/shop`)).toBe(false)
  })

  test('run-local serves in front, until it is told to end', async () => {
    const port = await freePort()
    const [command = '', ...words] = PROGRAM
    const args = ['deployments', 'run-local', '-t', 'local', '--name', 'here', '-m', doubler]
    const child = spawn(command, [...words, ...args, '-C', `port=${port}`], {
      env: { ...process.env, ...env },
      stdio: 'ignore',
    })
    await expect
      .poll(() =>
        fetch(`http://127.0.0.1:${port}/ping`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200)
    child.kill('SIGTERM')
    expect((await once(child, 'close'))[0]).toBe(0)
    expect(existsSync(`${root}/here`)).toBe(false)
  })
})

describe('what cannot be on this machine', () => {
  test('a name that is taken', async () => {
    await using local = await client()
    await local.createDeployment('shop', doubler)
    const again = await millrace('create', '--name', 'shop', '-m', tripler)
    expect(again.code).toBe(1)
    expect(again.stderr).toContain("A deployment named 'shop' exists already on the target local")
    expect((await described('shop')).model_uri).toBe(doubler)
  })

  test.each([
    [['create', '--name', '../x', '-m', doubler], "Invalid deployment name '../x': it must be letters"],
    [['create', '--name', 'x', '-m', files.file('none')], 'Could not find an "MLmodel" configuration file'],
    [
      ['create', '--name', 'x', '-m', doubler, '-f', 'sklearn'],
      "can be served as javascript, not as 'sklearn'",
    ],
    [
      ['create', '--name', 'x', '-m', doubler, '-C', 'ports=1'],
      "no setting 'ports'. It has: host, port, workers",
    ],
    [
      ['create', '--name', 'x', '-m', doubler, '-C', 'port=a'],
      "'port' must be a whole number, from 1 to 65535; 'a' is not",
    ],
    [['create', '--name', 'x', '-m', doubler, '--endpoint', 'e'], 'has no endpoints: leave --endpoint out'],
    [['update', '--name', 'none'], "There is no deployment named 'none' on the target local"],
    [['update', '--name', 'none', '-f', 'onnx'], 'A flavor needs the model that has it'],
    [['delete', '--name', 'none'], "There is no deployment named 'none'"],
    [['get', '--name', 'none'], "There is no deployment named 'none'"],
    [['predict', '--name', 'none', '-I', input], "There is no deployment named 'none'"],
    [['explain', '--name', 'none', '-I', input], 'Computing model explanations is not yet supported'],
    [['list-endpoints'], 'The target local has no endpoints'],
  ])('%j', async (args, words) => {
    const { code, message } = await refused([...args, '-t', 'local'], env)
    expect(message).toContain(words)
    expect(code).toBe(1)
    expect(existsSync(root) ? readdirSync(root) : []).toEqual([])
  })

  test('a port that is taken', async () => {
    await using local = await client()
    await local.createDeployment('shop', doubler)
    const port = new URL(String((await described('shop')).url)).port
    await expect(local.createDeployment('other', doubler, { config: { port } })).rejects.toThrow(
      `The port ${port} at 127.0.0.1 is taken`,
    )
  })
})
