import { expect, test } from 'vitest'
import { gpuFigures } from './gpu.ts'

test("nvidia-smi's lines become MLflow's names, unknown figures are left out", () => {
  expect(gpuFigures('1000, 4000, 50, 60.5, 242\n0, 4000, 0, [N/A], [N/A]\n')).toEqual({
    gpu_0_memory_usage_percentage: 25,
    gpu_0_memory_usage_megabytes: 1048.576,
    gpu_0_utilization_percentage: 50,
    gpu_0_power_usage_watts: 60.5,
    gpu_0_power_usage_percentage: 25,
    gpu_1_memory_usage_percentage: 0,
    gpu_1_memory_usage_megabytes: 0,
    gpu_1_utilization_percentage: 0,
  })
})
