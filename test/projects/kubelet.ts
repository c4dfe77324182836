import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CoreV1Api, KubeConfig, type V1Pod, type V1PodStatus } from '@kubernetes/client-node'
import { freePort } from '../helpers/free-port.ts'
import { scratch } from '../helpers/scratch.ts'

const NODE = 'this-machine'

/** Images that mean something to it; all others are run as the programs that they name. */
export const IMAGES = {
  /** Cannot be pulled. */
  missing: 'registry.invalid/missing:1',
  /** The first reading of its log is cut behind a line. */
  cut: 'registry.invalid/cut:1',
}

/**
 * In the place of a scheduler and of a kubelet, none of which runs without containers: it takes every pod for its node, runs the
 * command as a process of this machine, says in the pod's status how it stands, and hands out its log. The API server and the
 * controllers are asked for all else.
 */
export class Kubelet {
  readonly #core: CoreV1Api
  readonly #pods = new Map<string, RunningPod>()
  readonly #files = scratch('kubelet')
  #server: Server | undefined
  #stopped = false
  #looking: Promise<void> | undefined

  constructor(kubeconfig: string) {
    const config = new KubeConfig()
    config.loadFromFile(kubeconfig)
    this.#core = config.makeApiClient(CoreV1Api)
  }

  async start(): Promise<void> {
    const port = await freePort()
    const [key, cert] = [this.#files.file('key'), this.#files.file('crt')]
    const subject = ['-subj', '/CN=kubelet', '-keyout', key, '-out', cert]
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject], {
      stdio: 'ignore',
    })
    const files = { key: readFileSync(key), cert: readFileSync(cert) }
    this.#server = createServer(files, (request, response) => {
      const url = new URL(request.url ?? '', 'https://x')
      const [, , namespace, name] = url.pathname.split('/')
      const pod = this.#pods.get(`${namespace}/${name}`)
      if (pod) void pod.sendLog(url.searchParams, response)
      else response.writeHead(404).end()
    })
    this.#server.listen(port, '127.0.0.1')
    await this.#core.deleteNode({ name: NODE }).catch(() => undefined)
    const node = await this.#core.createNode({ body: { metadata: { name: NODE } } })
    node.status = {
      addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
      conditions: [{ type: 'Ready', status: 'True' }],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
    }
    await this.#core.replaceNodeStatus({ name: NODE, body: node })
    this.#looking = this.#look()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#looking
    for (const pod of this.#pods.values()) pod.kill()
    this.#server?.close()
    this.#server?.closeAllConnections()
    this.#files.remove()
  }

  async #look(): Promise<void> {
    while (!this.#stopped) {
      const { items } = await this.#core.listPodForAllNamespaces()
      // A pod that somebody else has just changed is taken up at the next look.
      for (const pod of items) await this.#tend(pod).catch(() => undefined)
      await pause(200)
    }
  }

  async #tend(pod: V1Pod): Promise<void> {
    const { name = '', namespace = '', deletionTimestamp } = pod.metadata ?? {}
    const key = `${namespace}/${name}`
    const running = this.#pods.get(key)
    if (deletionTimestamp) {
      running?.kill()
      if (!running || running.exitCode !== undefined) {
        await this.#core.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 })
      }
      return
    }
    if (!pod.spec?.nodeName) {
      const target = { apiVersion: 'v1', kind: 'Node', name: NODE }
      await this.#core
        .createNamespacedBinding({ namespace, body: { metadata: { name }, target } })
        .catch(() => undefined)
      return
    }
    const now = running ?? new RunningPod(pod)
    this.#pods.set(key, now)
    const status = now.status()
    if (JSON.stringify(status) === now.told) return
    await this.#core.replaceNamespacedPodStatus({ name, namespace, body: { ...pod, status } })
    now.told = JSON.stringify(status)
  }
}

class RunningPod {
  /** The status that the API server was told last. */
  told = ''
  exitCode: number | undefined
  readonly #name: string
  readonly #image: string
  readonly #started = new Date()
  #ended: Date | undefined
  readonly #log: { readonly time: string; readonly line: string }[] = []
  readonly #child: ChildProcess | undefined
  #cut = false

  constructor(pod: V1Pod) {
    const container = pod.spec?.containers[0]
    this.#name = container?.name ?? ''
    this.#image = container?.image ?? ''
    if (this.#image === IMAGES.missing) return
    const [program = '', ...args] = container?.command ?? []
    const env = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]))
    const child = spawn(program, args, {
      env: { PATH: process.env.PATH, ...env },
      detached: true,
      cwd: '/tmp',
    })
    this.#child = child
    let rest = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        const lines = (rest + bytes).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) this.#write(line)
      })
    }
    child.once('close', (code) => {
      if (rest !== '') this.#write(rest)
      this.#ended = new Date()
      this.exitCode = code ?? 137
    })
  }

  kill(): void {
    if (this.#child?.pid && this.exitCode === undefined) process.kill(-this.#child.pid, 'SIGKILL')
    else this.exitCode ??= 137
  }

  status(): V1PodStatus {
    const { exitCode } = this
    const state = {
      ...(this.#image === IMAGES.missing && {
        waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${this.#image}"` },
      }),
      ...(this.#child && exitCode === undefined && { running: { startedAt: this.#started } }),
      ...(this.#child &&
        exitCode !== undefined && {
          terminated: { exitCode, startedAt: this.#started, ...(this.#ended && { finishedAt: this.#ended }) },
        }),
    }
    const phases = exitCode === undefined ? 'Running' : exitCode === 0 ? 'Succeeded' : 'Failed'
    const is = { name: this.#name, image: this.#image, imageID: '', restartCount: 0 }
    return {
      phase: this.#image === IMAGES.missing ? 'Pending' : phases,
      startTime: this.#started,
      containerStatuses: [{ ...is, ready: state.running !== undefined, state }],
    }
  }

  async sendLog(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const since = query.get('sinceTime') ?? ''
    response.writeHead(200, { 'content-type': 'text/plain' })
    let sent = 0
    for (;;) {
      const over = this.exitCode !== undefined
      for (; sent < this.#log.length; sent++) {
        const { time = '', line = '' } = this.#log[sent] ?? {}
        // To the second, as a kubelet's own: what the last second held is sent again.
        if (time.slice(0, 19) >= since.slice(0, 19)) response.write(`${time} ${line}\n`)
        if (this.#image !== IMAGES.cut || this.#cut) continue
        this.#cut = true
        response.flushHeaders()
        setTimeout(() => response.destroy(), 300)
        return
      }
      if (over || query.get('follow') !== 'true') break
      await pause(50)
    }
    response.end()
  }

  #write(line: string): void {
    // No two lines have one time, and each is behind the one before it.
    const parts = String(this.#log.length % 1_000_000).padStart(6, '0')
    this.#log.push({ time: new Date().toISOString().replace('Z', `${parts}Z`), line })
  }
}

/** Where a recording is kept. */
export const recordingOf = (name: string) =>
  join(import.meta.dirname, 'testdata', 'kubernetes', `${name}.json`)
