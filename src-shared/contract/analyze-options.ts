import { z } from 'zod';
import { wantedThresholdSchema } from '../domain/threshold-policy.ts';
import { detectorNameSchema, pathSchema } from './common.ts';

const word = z.string().min(1).max(128);
const rfc3339 = z.iso.datetime({ offset: true, local: false, error: 'a time is RFC 3339 with a zone' });

/** Ten years either way: what a clock can plausibly be wrong by. */
const offsetSeconds = z.number().min(-315_576_000).max(315_576_000);

/** How one file, one member of an archive or all files below a folder are read, in place of the options for all. */
export const sourceOverrideSchema = z.strictObject({
  /** Absolute. */
  path: pathSchema,
  member: z.string().min(1).max(4096).optional(),
  timezone: word.optional(),
  /** Added to every time of the source: lays a clock that is wrong on the others. */
  offsetSeconds: offsetSeconds.optional(),
  format: word.optional(),
  encoding: word.optional(),
  year: z.number().int().min(1970).max(9999).optional(),
  dateOrder: z.enum(['dmy', 'mdy']).optional(),
});
export type SourceOverride = z.infer<typeof sourceOverrideSchema>;

/** How the input is read; changing one of these means reading the source again. */
export const ingestOptionsSchema = z.strictObject({
  timezone: word.optional(),
  encoding: word.optional(),
  format: word.optional(),
  /** Texts of format files for this reading, before those of the case and the home; `format` may name them. */
  formatTexts: z.array(z.string().max(262_144)).max(32).optional(),
  year: z.number().int().min(1970).max(9999).optional(),
  dateOrder: z.enum(['dmy', 'mdy']).optional(),
  /** Lines have no header: the whole line is content. */
  isContentOnly: z.boolean().optional(),
  offsetSeconds: offsetSeconds.optional(),
  /** Tables of SQLite files to read; default: those that look like logs. */
  tables: z.array(z.string().min(1).max(1024)).max(1000).optional(),
  /** Sources that are read otherwise; those nearer to a file count more. Kept in the case for when it is read again. */
  sources: z.array(sourceOverrideSchema).max(10_000).optional(),
  /**
   * Only events from `since` on, and before `until`, are asked for. What lies outside is counted and not parsed where a file's
   * order tells so; else it is read, and left out of the analysis.
   */
  since: rfc3339.optional(),
  until: rfc3339.optional(),
  /** Worker threads; default: the machine's cores, at most 8. */
  threads: z.number().int().min(1).max(64).optional(),
  /** Ceiling for the whole process tree. */
  memoryBytes: z
    .number()
    .int()
    .min(128 * 2 ** 20)
    .optional(),
});
export type IngestOptions = z.infer<typeof ingestOptionsSchema>;

/** What is read otherwise this time; what is absent stays as it was. */
export const rereadOptionsSchema = ingestOptionsSchema.omit({ threads: true, memoryBytes: true });
export type RereadOptions = z.infer<typeof rereadOptionsSchema>;

/** How the events are scored; changing one of these does not read the source again. */
export const scoringOptionsSchema = z.strictObject({
  /** Regex (first capture group, else the match) or field name; null or absent: time windows. */
  session: z.string().min(1).max(4096).nullable().optional(),
  windowSeconds: z.number().positive().max(31_622_400).optional(),
  stepSeconds: z.number().positive().max(31_622_400).optional(),
  detectors: z.array(detectorNameSchema).min(1).max(32).optional(),
  /** Files treated as normal: the detectors are fitted on them instead of on the case. */
  baselinePaths: z.array(pathSchema).max(1000).optional(),
  /** Scores with a registered model instead of fitting: `NAME`, `NAME@champion`, `NAME@challenger` or `NAME:3`. */
  model: z.string().min(1).max(220).optional(),
  /** SHA-256 of the model a stored run scored with: its copy in the case is used. */
  modelHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  labelsPath: pathSchema.optional(),
  /** A score, what calibration chooses, or a policy that gives a score. */
  threshold: wantedThresholdSchema.optional(),
  since: rfc3339.optional(),
  until: rfc3339.optional(),
  seed: z.number().int().min(0).max(0xffffffff).optional(),
});
export type ScoringOptions = z.infer<typeof scoringOptionsSchema>;

export const analyzeOptionsSchema = ingestOptionsSchema.extend(scoringOptionsSchema.shape).extend({
  /** `ingest` stops after reading, `templates` after mining; default: everything. */
  lastStage: z.enum(['ingest', 'templates', 'analysis']).optional(),
  /** While a long reading goes on, find incidents in what is read so far: see `incidents.partial`. Default: only the exact ones. */
  showsPartial: z.boolean().optional(),
});
export type AnalyzeOptions = z.infer<typeof analyzeOptionsSchema>;
