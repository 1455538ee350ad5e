import type { Anomaly, Incident } from './detection.ts';
import type { GoldFile, SegmentFile } from './segment.ts';
import type { ShapeAlignment, ShapeUse, ShapeVariant, Template } from './template.ts';

export interface ManifestSource {
  readonly sourceId: number;
  /** As given or shown. */
  readonly path: string;
  readonly member: string | null;
  readonly format: string | null;
  /** Some physical line of the source carries several events (a JSON array). */
  readonly hasMultiEventLines: boolean;
}

export interface NamedTemplate extends Template {
  /** Given by a person; null shows the text. */
  readonly name: string | null;
}

/** Everything of the catalog a reader of the lake needs, as one consistent snapshot. */
export interface LakeManifest {
  /** Grows with every change of what follows. */
  readonly revision: number;
  readonly sources: readonly ManifestSource[];
  /** By name, then path; only files that exist for readers. */
  readonly segments: readonly SegmentFile[];
  /** Continuation lines an event gained in a later block than its own. */
  readonly extraLines: readonly { readonly eventId: number; readonly lines: number }[];
  /** By first event id. */
  readonly shapes: readonly ShapeUse[];
  /** In order of first appearance; empty before the first mining. */
  readonly templates: readonly NamedTemplate[];
  /** At most one a shape or variant; a shape without one has no template yet. */
  readonly alignments: readonly ShapeAlignment[];
  /** Events of shapes that have a template of their own; in the order they are tried. Absent: none. */
  readonly variants?: readonly ShapeVariant[];
  /** Session setting of the current run (regex or field); null when its units are windows or there is no run. */
  readonly session: string | null;
  /** Threshold in force of the current run: it may have moved since the scores were written. Absent: as written. */
  readonly threshold?: number | null;
  /** Of the current analysis run; empty before the first. */
  readonly gold: readonly GoldFile[];
  readonly anomalies: readonly Anomaly[];
  readonly incidents: readonly Incident[];
}
