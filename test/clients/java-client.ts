import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { output } from '../helpers/run.ts'

/** Lets Maven fetch the published client into its own store. @returns its class path, which is also written to `file`. */
export async function javaClient(file: string): Promise<string> {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath'
  const pom = join(import.meta.dirname, 'java', 'pom.xml')
  await output('mvn', ['-q', '-B', '-f', pom, goal, `-Dmdep.outputFile=${file}`])
  return readFileSync(file, 'utf8').trim()
}
