import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { withLock } from '../helpers/lock.ts'
import { findProgram } from '../helpers/programs.ts'
import { CACHE } from '../helpers/repository.ts'
import { output } from '../helpers/run.ts'
import { killService } from './service.ts'
import type { MaybeStore } from './store.ts'

/** The user that the files are written as: the one who starts the cluster may do everything. */
const USER = 'millrace'

/** A namenode and a datanode of Hadoop itself, WebHDFS on loopback ports; or why they cannot be had. */
export async function startHdfs(): Promise<MaybeStore> {
  const missing = ['mvn', 'java'].filter((name) => !findProgram(name))
  if (missing.length > 0) return `${missing.join(', ')} not installed`
  const classPath = await hadoop().catch((error: Error) => error)
  if (classPath instanceof Error) return `Hadoop could not be installed: ${classPath.message.slice(-300)}`
  const folder = await mkdtemp(join(tmpdir(), 'millrace-hdfs-'))
  const source = join(import.meta.dirname, 'hdfs/MiniHdfs.java')
  const flags = ['-Xmx400m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `-Djava.io.tmpdir=${folder}`]
  const opened = ['java.lang', 'java.util', 'java.net'].map(
    (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
  )
  // It ends with us, for then its input does.
  const child = spawn('java', [...flags, ...opened, '-cp', classPath, source, join(folder, 'files')], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, HADOOP_USER_NAME: USER },
  })
  const port = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Hadoop ended with ${code}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, found] = /^webhdfs (\d+)/.exec(line) ?? []
      if (found) resolve(found)
    })
  })
  let roots = 0
  return {
    env: {
      MLFLOW_PYARROW_EXTRA_CONF: `dfs.namenode.http-address=127.0.0.1:${port}`,
      MLFLOW_KERBEROS_USER: USER,
    },
    newRoot: () => `hdfs://127.0.0.1:8020/user/${USER}/root ${roots++}`,
    async stop() {
      await killService(child, 'SIGKILL')
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Lets Maven fetch Hadoop into its own store; the class path, which is kept. */
async function hadoop(): Promise<string> {
  const pom = join(import.meta.dirname, 'hdfs/pom.xml')
  const file = join(CACHE, 'hadoop-3.4.1.classpath')
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath'
  return withLock(`${file}.lock`, async () => {
    const known = existsSync(file) ? (await readFile(file, 'utf8')).trim() : ''
    if (known !== '' && known.split(':').every((jar) => existsSync(jar))) return known
    await output('mvn', ['-q', '-B', '-f', pom, goal, `-Dmdep.outputFile=${file}`])
    return (await readFile(file, 'utf8')).trim()
  })
}
