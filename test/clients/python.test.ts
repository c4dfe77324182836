import { DATABASES } from '../../packages/server/src/testing/databases.ts'
import { describeWith } from '../helpers/programs.ts'
import { pythonChecks } from './python-checks.ts'
import { SKINNY } from './skinny.ts'

/** By version what it wants besides: 1.30 imports pkg_resources, which setuptools had up to 80. */
const EARLIER = { '2.22.5': [], '1.30.1': ['setuptools==80.9.0'] }

for (const database of DATABASES) {
  describeWith(['python3'], `mlflow-skinny 3.17.2 (${database.name})`, () => {
    pythonChecks({
      ...SKINNY,
      modules: [
        ...['experiments', 'runs', 'searching', 'artifacts', 'models', 'registry', 'prompts'],
        ...['evaluation_datasets', 'webhooks'],
      ],
      database,
    })
  })
}

for (const [version, besides] of Object.entries(EARLIER)) {
  describeWith(['python3'], `mlflow-skinny ${version}`, () => {
    pythonChecks({
      venv: `skinny-${version}`,
      requirements: [`mlflow-skinny==${version}`, ...besides],
      modules: ['earlier'],
    })
  })
}
