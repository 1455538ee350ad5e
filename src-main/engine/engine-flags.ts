/**
 * Options of V8 for a process that reads and analyses. Reading moves much memory through buffers that V8 only knows as
 * external: without them it collects garbage every 64 MB of those, about 30 times for a million lines, and finds hardly any.
 * Machine code of kernels that a better one has replaced stays: it is little, and V8 fails now and then at freeing it beside
 * threads that start and end (`jit_page_->allocations_.erase`, nodejs/node#64500).
 */
export const ENGINE_FLAGS: readonly string[] = [
  '--external-memory-accounted-in-global-limit',
  '--initial-old-space-size=128',
  '--no-wasm-code-gc',
];
