import { userInfo } from 'node:os'
import { invalidParameter } from '@millrace/contract'
import { type HadoopSettings, hadoopSettings } from './hdfs-settings.ts'
import { assertFolder } from './safe-path.ts'
import { splitUri } from './uri.ts'

/** What a URI of Hadoop leads to. */
export interface HdfsPlace {
  /** What paths are below in errors: `hdfs://host`. */
  readonly name: string
  /** The addresses of WebHDFS, of which one answers: the others stand by. */
  readonly servers: readonly URL[]
  /** Absolute, as in the URI: nothing is encoded there. */
  readonly folder: string
  /** As whom the files are written; nothing is said to hosts that somebody else chose. */
  readonly user?: string
}

/**
 * Where the files of `hdfs:` or `viewfs:` URIs are, by Hadoop's own settings: its names of services, of which the namenodes
 * are known, its default file system, its tables of mounts. A port in the URI is that of Hadoop's protocol; WebHDFS has another.
 * @param chosenByUs whether the URI is the operator's: then the settings are looked at
 */
export async function hdfsPlace(
  uri: string,
  env: NodeJS.ProcessEnv,
  chosenByUs: boolean,
): Promise<HdfsPlace> {
  const { name, host, port, folder, settings } = resolved(uri, chosenByUs ? await hadoopSettings(env) : {})
  const user = env.MLFLOW_KERBEROS_USER || env.HADOOP_USER_NAME || userInfo().username
  return { name, folder, servers: serversOf(host, port, settings), ...(chosenByUs && { user }) }
}

interface Resolved {
  readonly name: string
  readonly host: string
  readonly port: string
  readonly folder: string
  readonly settings: HadoopSettings
}

function resolved(uri: string, settings: HadoopSettings): Resolved {
  const { scheme, authority, path } = checked(uri)
  if (scheme === 'viewfs') return resolved(mounted(authority, path, settings), settings)
  if (authority === '') return resolved(belowDefault(path, settings), settings)
  const [, host, port = ''] = /^(?:[^@]*@)?(\[[^\]]+\]|[^:[\]]+)(?::(\d+))?$/.exec(authority) ?? []
  if (host === undefined) throw badForm()
  return { name: `hdfs://${host}`, host, port, folder: path.replace(/\/+$/, '') || '/', settings }
}

/** @throws MlflowError that does not repeat the URI: others are not sure to hold no password */
function checked(uri: string): { scheme: string; authority: string; path: string } {
  const { scheme, authority = '', path, query, fragment } = splitUri(uri)
  if (!/^(hdfs|viewfs)$/.test(scheme) || query || fragment || !/^(\/|$)/.test(path)) throw badForm()
  assertFolder(path)
  return { scheme, authority, path }
}

function badForm() {
  return invalidParameter(
    'The artifact location must have the form hdfs://host:port/folder, hdfs:///folder or viewfs://cluster/folder.',
  )
}

function belowDefault(path: string, settings: HadoopSettings): string {
  const { scheme, authority } = splitUri(settings['fs.defaultFS'] ?? '')
  if (/^(hdfs|viewfs)$/.test(scheme) && authority) return `${scheme}://${authority}${path}`
  throw invalidParameter(
    "The artifact location names no host, and no fs.defaultFS of the scheme 'hdfs' is set in the core-site.xml of HADOOP_CONF_DIR or in MLFLOW_PYARROW_EXTRA_CONF.",
  )
}

/** The longest mount that the path is below. */
function mounted(cluster: string, path: string, settings: HadoopSettings): string {
  const table = `fs.viewfs.mounttable.${cluster || 'default'}.`
  const links = Object.entries(settings)
    .filter(([name]) => name.startsWith(`${table}link./`))
    .map(([name, target]) => ({ from: name.slice(`${table}link.`.length).replace(/\/+$/, ''), target }))
    .filter(({ from }) => path === from || path.startsWith(`${from}/`))
    .sort((a, b) => b.from.length - a.from.length)
  const fallback = settings[`${table}linkFallback`]
  const link = links[0] ?? (fallback === undefined ? undefined : { from: '', target: fallback })
  if (link && splitUri(link.target).scheme === 'hdfs') {
    return link.target.replace(/\/+$/, '') + path.slice(link.from.length)
  }
  throw invalidParameter(
    `The artifact location is below no mount that leads to HDFS: ${table}link.<folder> is looked for in the core-site.xml of HADOOP_CONF_DIR and in MLFLOW_PYARROW_EXTRA_CONF.`,
  )
}

/** The ports of WebHDFS in Hadoop 3 and 2, and of HttpFS: who names one in a URI means it. */
const HTTP_PORTS: Readonly<Record<string, string>> = {
  9870: 'http:',
  50070: 'http:',
  14000: 'http:',
  9871: 'https:',
  50470: 'https:',
}
const EVERYWHERE = /^(0\.0\.0\.0|\[?::\]?)$/

function serversOf(host: string, port: string, settings: HadoopSettings): URL[] {
  const secure = HTTP_PORTS[port] === 'https:' || settings['dfs.http.policy'] === 'HTTPS_ONLY'
  const property = `dfs.namenode.${secure ? 'https' : 'http'}-address`
  const named = (address: string | undefined, instead: string) => {
    const [, told = '', at = ''] = /^(.*?)(?::(\d+))?$/.exec(address ?? '') ?? []
    const there = told === '' || EVERYWHERE.test(told) ? instead : told
    return addressOf(secure, there, at || (secure ? '9871' : '9870'))
  }
  const nodes = settings[`dfs.ha.namenodes.${host}`]?.split(',').map((node) => node.trim())
  if (nodes) {
    return nodes.map((node) => {
      const [rpcHost = ''] = (settings[`dfs.namenode.rpc-address.${host}.${node}`] ?? '').split(':')
      return named(settings[`${property}.${host}.${node}`], rpcHost || node)
    })
  }
  if (Object.hasOwn(HTTP_PORTS, port)) return [addressOf(secure, host, port)]
  return [named(settings[`${property}.${host}`] ?? settings[property], host)]
}

function addressOf(secure: boolean, host: string, port: string): URL {
  const text = `${secure ? 'https' : 'http'}://${host}:${port}`
  if (!URL.canParse(text)) throw badForm()
  return new URL(text)
}
