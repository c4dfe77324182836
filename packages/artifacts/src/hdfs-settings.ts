import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from './inside.ts'

/** Properties of Hadoop by their names. */
export type HadoopSettings = Readonly<Record<string, string>>

const FILES = ['core-site.xml', 'hdfs-site.xml']

/** What the files in Hadoop's folder of settings say, and `MLFLOW_PYARROW_EXTRA_CONF` (`name=value,…`) above them. */
export async function hadoopSettings(env: NodeJS.ProcessEnv): Promise<HadoopSettings> {
  const folder = env.HADOOP_CONF_DIR || (env.HADOOP_HOME && join(env.HADOOP_HOME, 'etc/hadoop'))
  const texts = folder
    ? await Promise.all(FILES.map((name) => unlessMissing(readFile(join(folder, name), 'utf8'))))
    : []
  return Object.assign(
    {},
    ...texts.map((text = '') => parseXml(text)),
    parsePairs(env.MLFLOW_PYARROW_EXTRA_CONF),
  )
}

function parsePairs(text: string | undefined): HadoopSettings {
  const pairs = (text ?? '').split(',').filter((pair) => pair.includes('='))
  return Object.fromEntries(
    pairs.map((pair) => {
      const mark = pair.indexOf('=')
      return [pair.slice(0, mark).trim(), pair.slice(mark + 1).trim()]
    }),
  )
}

/** `<property><name>…</name><value>…</value></property>` and nothing else is in such a file. */
function parseXml(text: string): HadoopSettings {
  const properties = text.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<property>([\s\S]*?)<\/property>/g)
  const pairs = Array.from(properties, ([, property = '']) => [
    textOf(property, 'name'),
    textOf(property, 'value'),
  ])
  return Object.fromEntries(pairs.filter(([name]) => name !== ''))
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function textOf(property: string, tag: string): string {
  const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(property) ?? []
  return text.trim().replace(/&(\w+);/g, (all, name: string) => ENTITIES[name] ?? all)
}
