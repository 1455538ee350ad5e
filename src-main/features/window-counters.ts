import type { Grow } from './grow.ts';
import type { OpenEnds } from './open-ends.ts';
import type { PairIndex } from './pair-index.ts';
import type { PaneCounter } from './pane-counter.ts';
import type { RhythmTracker } from './rhythm-tracker.ts';
import type { TopValueCounter } from './top-value-counter.ts';

/** Everything counted per pane; index 0 of services and hosts stands for "none". */
export interface WindowCounters {
  readonly events: Float64Array;
  readonly services: PaneCounter;
  readonly hosts: PaneCounter;
  readonly hostIndex: PairIndex;
  readonly templates: PaneCounter;
  readonly templateIndex: PairIndex;
  readonly severities: PaneCounter;
  readonly transitions: PaneCounter;
  readonly transitionIndex: PairIndex;
  readonly numbers: PaneCounter;
  /** Logarithms of numbers relative to what is usual for their template, by (service, unit). */
  readonly ratios: PaneCounter;
  readonly ratioIndex: PairIndex;
  readonly topValues: TopValueCounter;
  /** Times by (service and template, host). */
  readonly rhythms: RhythmTracker;
  readonly rhythmIndex: PairIndex;
  readonly openEnds: OpenEnds;
  /** Longest silence between two events of a service that ended in the pane, seconds. */
  readonly gaps: Grow;
}
