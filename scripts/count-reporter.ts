import type { Reporter, TestModule, TestSuite } from 'vitest/node'

const SLOWEST = 25

/** Ends the run with the one line that CI reads; before it the files that took longest, and the reason of each skipped test. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    printSlowest(modules)
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    for (const test of tests) {
      const result = test.result()
      if (result.state === 'skipped')
        console.log(`skipped: ${test.fullName}${result.note ? ` (${result.note})` : ''}`)
    }
    const broken = modules.flatMap((module) => [module, ...suitesOf(module)]).filter(isBroken).length
    console.log(`${count('passed')} passed, ${count('failed') + broken} failed, ${count('skipped')} skipped`)
  }
}

function printSlowest(modules: readonly TestModule[]): void {
  if (modules.length < SLOWEST) return
  const seconds = (module: TestModule) => module.diagnostic().duration / 1000
  for (const module of modules.toSorted((a, b) => seconds(b) - seconds(a)).slice(0, SLOWEST))
    console.log(`${seconds(module).toFixed(0).padStart(4)} s  ${module.relativeModuleId}`)
}

function suitesOf(module: TestModule): TestSuite[] {
  return [...module.children.allSuites()]
}

/** Its own hooks failed, and with them tests that now count as skipped. */
function isBroken(part: TestModule | TestSuite): boolean {
  return part.errors().length > 0
}
