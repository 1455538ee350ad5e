import { openKernel } from '../../workers/kernels.ts';
import type { LstmKernel } from './kernel.ts';
import { createPlainKernel } from './plain-kernel.ts';

const PAGE = 65_536;

/** @returns What makes a kernel over so many bytes of zeroed memory: the compiled one where the engine can run it. */
export function openKernels(): (bytes: number) => LstmKernel {
  const module = openKernel('lstm');
  return module === null ? createPlainKernel : (bytes) => createWasmKernel(module, bytes);
}

/** The compiled kernel over memory of its own. */
export function createWasmKernel(module: WebAssembly.Module, bytes: number): LstmKernel {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const functions = exports as unknown as Omit<LstmKernel, 'kind' | 'numbers' | 'integers'>;
  return {
    ...functions,
    kind: 'wasm',
    numbers: new Float32Array(memory.buffer),
    integers: new Int32Array(memory.buffer),
  };
}
