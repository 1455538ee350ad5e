import type { Generated } from 'kysely';

/**
 * Tables of `catalog.sqlite`. Columns ending in `_ns` are 64-bit and read as bigint, every other integer fits a double;
 * columns ending in `_json` hold JSON text. Times of day are UTC milliseconds (`_ms`).
 */
export interface CatalogSchema {
  meta: { key: string; value: string };
  sources: SourceTable;
  segments: SegmentTable;
  gold_files: { relative_path: string; run_id: string; table_name: string; rows: number; size_bytes: number };
  extra_lines: { event_id: number; lines: number };
  shapes: { shape_id: string; parts_json: string; masks_json: string; count: number; first_event_id: number };
  templates: {
    template_id: string;
    ordinal: number;
    text: string;
    parts_json: string;
    masks_json: string;
  };
  template_names: { template_id: string; name: string; updated_ms: number };
  shape_variants: { ordinal: number; variant_id: string; shape_id: string; when_json: string };
  template_edits: { ordinal: number; edit_id: string; body_json: string };
  alignments: { shape_id: string; template_id: string; wildcards_json: string };
  jobs: JobTable;
  runs: RunTable;
  anomalies: FindingTable & { unit_id: string };
  incidents: FindingTable & { incident_id: string };
  thresholds: { detector: string; value: number; origin: string; updated_ms: number };
  notes: NoteTable;
  view_state: { key: string; value_json: string };
  settings: { key: string; value_json: string };
  quality_checks: {
    check_id: string;
    layer: string;
    title: string;
    status: string;
    observed: string;
    expected: string;
    detail: string;
    checked_ms: number;
  };
}

export interface SourceTable {
  source_id: number;
  job_id: string | null;
  path: string;
  member: string | null;
  absolute_path: string;
  path_hex: string | null;
  size_bytes: number | null;
  modified_ms: number | null;
  compression: string;
  status: string;
  encoding: string | null;
  encoding_confidence: number | null;
  format: string | null;
  format_confidence: number | null;
  format_reason: string | null;
  detection_json: string | null;
  lines: number;
  events: number;
  event_lines: number;
  continuation_lines: number;
  blank_lines: number;
  rejected_lines: number;
  bytes_in: number;
  bytes_out: number;
  errors_json: string;
  warnings_json: string;
  counters_json: string;
  first_time_ns: bigint | null;
  last_time_ns: bigint | null;
  resume_json: string | null;
}

export interface SegmentTable {
  relative_path: string;
  layer: string;
  name: string;
  source_id: number;
  rows: number;
  size_bytes: number;
  crc32: number;
  min_time_ns: bigint | null;
  max_time_ns: bigint | null;
  first_event_id: number;
  last_event_id: number;
  first_line: number;
  last_line: number;
  untimed_rows: number;
  is_time_ordered: number;
}

export interface JobTable {
  job_id: string;
  kind: string;
  state: string;
  title: string;
  input_json: string;
  progress_json: string | null;
  result_json: string | null;
  error_json: string | null;
  created_ms: number;
  updated_ms: number;
}

export interface RunTable {
  run_id: string;
  ordinal: Generated<number>;
  kind: string;
  options_json: string;
  result_json: string;
  threshold: number | null;
  created_ms: number;
  is_current: number;
  templates_digest: string | null;
}

export interface FindingTable {
  run_id: string;
  ordinal: number;
  start_ns: bigint | null;
  end_ns: bigint | null;
  score: number;
  body_json: string;
}

export interface NoteTable {
  note_id: Generated<number>;
  target_kind: string;
  target_id: string;
  kind: string;
  text: string;
  author: string | null;
  created_ms: number;
}
