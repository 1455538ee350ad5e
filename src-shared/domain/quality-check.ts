import type { LakeLayer } from './segment.ts';

/** One check between two layers of the lake, for a quality panel. */
export interface QualityCheck {
  /** Stable: `silver.rows`, `bronze.rows:3` (source 3), ... */
  readonly checkId: string;
  /** Layer that was checked; the next one may be read when none of its checks failed. */
  readonly layer: LakeLayer;
  readonly title: string;
  /** `fail`: numbers contradict each other; `warn`: worth a look, the data is as the source had it. */
  readonly status: 'pass' | 'warn' | 'fail';
  readonly observed: string;
  readonly expected: string;
  /** One sentence for a person; empty when there is nothing to add. */
  readonly detail: string;
}
