/** The part of the WebAssembly interface in use here: neither the language's nor Node's typings declare it. */
declare namespace WebAssembly {
  // oxlint-disable-next-line typescript/no-extraneous-class -- the engine's class, opaque to its users
  class Module {
    constructor(code: Uint8Array);
  }
  class Memory {
    constructor(size: { readonly initial: number });
    readonly buffer: ArrayBuffer;
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function validate(code: Uint8Array): boolean;
}
