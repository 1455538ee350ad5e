import { Rhythm, type RhythmFacts } from './rhythm.ts';

/** Follows many series of events at once; one that has no rhythm costs a look at a byte from then on. */
export class RhythmTracker {
  #isDismissed = new Uint8Array(256);
  readonly #rhythms: (Rhythm | undefined)[] = [];

  /** Times of a series come in ascending order. */
  add(series: number, seconds: number): void {
    if (series >= this.#isDismissed.length) this.#widen(series);
    if (this.#isDismissed[series] === 1) return;
    const rhythm = (this.#rhythms[series] ??= new Rhythm());
    if (rhythm.add(seconds)) return;
    this.#isDismissed[series] = 1;
    this.#rhythms[series] = undefined;
  }

  /** Series that have a rhythm and missed some of it. */
  finish(endSeconds: number): (readonly [series: number, facts: RhythmFacts])[] {
    return this.#rhythms.flatMap((rhythm, series): (readonly [number, RhythmFacts])[] => {
      const facts = rhythm?.finish(endSeconds) ?? null;
      return facts === null || facts.outages.length === 0 ? [] : [[series, facts]];
    });
  }

  #widen(series: number): void {
    const wider = new Uint8Array(Math.max(series + 1, this.#isDismissed.length * 2));
    wider.set(this.#isDismissed);
    this.#isDismissed = wider;
  }
}
