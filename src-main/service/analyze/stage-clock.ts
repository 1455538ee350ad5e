/** Adds up how long each stage of a job took, in seconds on the monotonic clock. */
export class StageClock {
  readonly #seconds = new Map<string, number>();

  async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    try {
      return await work();
    } finally {
      this.add(stage, (performance.now() - startMs) / 1000);
    }
  }

  add(stage: string, seconds: number): void {
    this.#seconds.set(stage, (this.#seconds.get(stage) ?? 0) + seconds);
  }

  seconds(): Record<string, number> {
    return Object.fromEntries([...this.#seconds].map(([stage, value]) => [stage, Number(value.toFixed(3))]));
  }
}
