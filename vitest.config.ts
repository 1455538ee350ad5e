import { defineConfig } from 'vitest/config';

const suite = (name: string, include: string[], options: object = {}) => ({
  test: {
    name,
    include,
    environment: 'node' as const,
    globalSetup: './resources/setup/kernels.mjs',
    ...options,
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    // As the product's processes, see src-main/engine/engine-flags.ts.
    execArgv: ['--no-wasm-code-gc'],
    maxWorkers: 2,
    projects: [
      suite('unit', ['tests/unit/**/*.test.{ts,tsx}'], { testTimeout: 30_000 }),
      suite('fuzz', ['tests/fuzz/**/*.test.ts'], { testTimeout: 60_000 }),
      suite('contract', ['tests/contract/**/*.test.ts'], { testTimeout: 60_000, hookTimeout: 60_000 }),
      suite('integration', ['tests/integration/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 60_000 }),
      suite('e2e', ['tests/e2e/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false }),
    ],
  },
});
