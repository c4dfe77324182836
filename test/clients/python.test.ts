import { DATABASES } from '../../packages/server/src/testing/databases.ts'
import { describeWith } from '../helpers/programs.ts'
import { pythonChecks } from './python-checks.ts'

const DATA = ['numpy==2.4.6', 'pandas==3.1.1', 'pillow==13.0.0']
const EARLIER = ['2.22.5', '1.30.1']

for (const database of DATABASES) {
  describeWith(['python3'], `mlflow-skinny 3.17.2 (${database.name})`, () => {
    pythonChecks({
      venv: 'skinny-3.17.2',
      requirements: ['mlflow-skinny==3.17.2', 'scikit-learn==1.9.1', ...DATA],
      modules: [
        ...['experiments', 'runs', 'searching', 'artifacts', 'models', 'registry', 'prompts'],
        ...['evaluation_datasets', 'webhooks'],
      ],
      database,
    })
  })
}

for (const version of EARLIER) {
  describeWith(['python3'], `mlflow-skinny ${version}`, () => {
    pythonChecks({
      venv: `skinny-${version}`,
      requirements: [`mlflow-skinny==${version}`],
      modules: ['earlier'],
    })
  })
}
