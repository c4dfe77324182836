import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Writes what MLflow's file store writes, as another process would. */
export class FolderWriter {
  readonly root: string

  constructor(root: string) {
    this.root = root
  }

  experiment(id: string, name: string, lines: readonly string[] = []): void {
    this.write(join(id, 'meta.yaml'), [
      `artifact_location: file:///somewhere/${id}`,
      'creation_time: 1700000000000',
      `experiment_id: '${id}'`,
      'last_update_time: 1700000000000',
      'lifecycle_stage: active',
      `name: ${name}`,
      ...lines,
    ])
  }

  run(experiment: string, id: string, name: string): void {
    for (const part of ['metrics', 'params', 'tags', 'artifacts']) {
      mkdirSync(join(this.root, experiment, id, part), { recursive: true })
    }
    this.value(join(experiment, id, 'tags', 'mlflow.runName'), name)
    this.write(join(experiment, id, 'meta.yaml'), [
      `artifact_uri: file:///somewhere/${experiment}/${id}/artifacts`,
      'end_time: null',
      "entry_point_name: ''",
      `experiment_id: '${experiment}'`,
      'lifecycle_stage: active',
      `run_id: '${id}'`,
      `run_name: ${name}`,
      "source_name: ''",
      'source_type: 4',
      "source_version: ''",
      'start_time: 1700000000000',
      'status: 1',
      'tags: []',
      'user_id: ana',
    ])
  }

  write(path: string, lines: readonly string[]): void {
    this.value(path, `${lines.join('\n')}\n`)
  }

  value(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
  }

  append(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    appendFileSync(join(this.root, path), text)
  }
}

/** A run's id out of a digit. */
export function runId(digit: number): string {
  return String(digit).repeat(32)
}
