import type { FlowKind, LevelName, MessageSpec } from '../message.ts';
import type { ServiceName } from '../topology.ts';

/** Log statements that always come together, in this order, within one minute. */
export interface FlowSpec {
  readonly name: string;
  /** Share of the seasonal traffic, relative to the other flows; 0 when only an anomaly or a timetable starts it. */
  readonly weight: number;
  /** Flows a day at any hour, whatever the traffic. */
  readonly perDay?: number;
  readonly steps: readonly MessageSpec[];
  /** Order of the steps while a `reorder` anomaly holds: a permutation of their positions. */
  readonly reordered?: readonly number[];
  /** Flow that takes its place while an `errors` anomaly holds. */
  readonly failure?: string;
  /** What one value may take over while a `hotKey` anomaly holds. */
  readonly hotKind?: FlowKind;
  /** Factor on its traffic while a `spike` holds. */
  readonly spikeFactor?: number;
}

export function say(service: ServiceName, level: LevelName, text: string): MessageSpec {
  return { service, level, text };
}
