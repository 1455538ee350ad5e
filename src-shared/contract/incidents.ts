import { oc } from '@orpc/contract';
import { z } from 'zod';
import { caseIdSchema, caseInput, incidentIdSchema, runIdSchema, unitIdSchema } from './common.ts';

const timeNs = z.bigint().nullable();
const names = z.array(z.string());

export const contributionSchema = z.object({
  feature: z.string(),
  unit: z.string(),
  actual: z.number(),
  typical: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  share: z.number(),
  templateId: z.string().nullable(),
  entity: z.string().nullable(),
  step: z
    .object({
      position: z.number().int(),
      actualTemplateId: z.string().nullable(),
      expectedTemplateId: z.string().nullable(),
    })
    .optional(),
});

export const voteSchema = z.object({
  detector: z.string(),
  score: z.number(),
  isAnomaly: z.boolean(),
  contributions: z.array(contributionSchema),
});

export const anomalySchema = z.object({
  unitId: z.string(),
  startNs: timeNs,
  endNs: timeNs,
  score: z.number(),
  kinds: names,
  entities: names,
  templateIds: names,
  votes: z.array(voteSchema),
});
export type AnomalyView = z.infer<typeof anomalySchema>;

export const claimSchema = z.object({ label: z.string(), value: z.number(), unit: z.string(), sql: z.string() });

export const evidenceSchema = z.object({
  path: z.string(),
  member: z.string().nullable(),
  line: z.number().int().positive(),
  offset: z.number().int().nonnegative(),
  text: z.string(),
  eventId: z.number().int().nonnegative(),
});

/** A row of the incident list. */
export const incidentSummarySchema = z.object({
  incidentId: z.string(),
  startNs: timeNs,
  endNs: timeNs,
  score: z.number(),
  summary: z.string(),
  kinds: names,
  entities: names,
  templateIds: names,
  units: z.number().int().nonnegative(),
  /** Detectors that voted for it, most certain first. */
  detectors: names,
  /** Highest severity band of its events, 0..6. */
  severityBand: z.number().int().min(0).max(6),
});
export type IncidentSummary = z.infer<typeof incidentSummarySchema>;

/** Everything the inspector needs to answer "why". */
export const incidentDetailSchema = incidentSummarySchema.extend({
  unitIds: names,
  claims: z.array(claimSchema),
  evidence: z.array(evidenceSchema),
  /** Its scored units, highest score first, at most 200. */
  anomalies: z.array(anomalySchema),
  /** Other incidents that share a kind and an entity or template, nearest first. */
  similarIncidentIds: names,
  threshold: z.number(),
  /** It is of a beginning of the files and goes when the exact ones come: see `partial`. Absent: exact. */
  isPartial: z.literal(true).optional(),
});
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;

/** Partial incidents have ids that no exact one has: what a person says of an exact one must never meet them. */
export function partialIncidentId(partialId: string, incidentId: string): string {
  return `${partialId}-${incidentId}`;
}

export function isPartialIncident(incidentId: string): boolean {
  return /^p\d+-/.test(incidentId);
}

/** What findings that are not exact are of: a beginning of the files, and who has judged it. */
export const partialCoverageSchema = z.object({
  /** Changes with the findings. */
  partialId: z.string(),
  /** Stored bytes they cover, of how many; `share` is 0..1. */
  bytes: z.number().nonnegative(),
  bytesTotal: z.number().nonnegative(),
  share: z.number().min(0).max(1),
  events: z.number().int().nonnegative(),
  /** Latest event, exclusive; null when none has a time. */
  toTimeNs: timeNs,
  detectors: names,
  /** Detectors of the exact analysis that had no say yet. */
  missingDetectors: names,
});
export type PartialCoverage = z.infer<typeof partialCoverageSchema>;

/** The smallest change of features that would make an incident normal, checked by scoring the changed table again. */
export const counterfactualSchema = z.object({
  changes: z.array(
    z.object({
      feature: z.string(),
      unit: z.string(),
      templateId: z.string().nullable(),
      entity: z.string().nullable(),
      /** Where it is farthest off, and what it is changed to there. */
      actual: z.number(),
      wanted: z.number(),
    }),
  ),
  threshold: z.number(),
  /** Highest score of its units as they are, and after the changes. */
  scoreBefore: z.number(),
  scoreAfter: z.number(),
  /** The changes bring every unit to the threshold or below it; without any, `changes` is empty. */
  isNormal: z.boolean(),
});
export type CounterfactualView = z.infer<typeof counterfactualSchema>;

export const incidentsContract = {
  /** Highest score first; of the given run, else of the latest. */
  list: oc.input(caseInput.extend({ runId: runIdSchema.optional() })).output(z.array(incidentSummarySchema)),
  /**
   * Incidents of what was read when they were looked for, while the job that reads (`showsPartial`) goes on; null before and
   * after. They are nowhere but here and in `get`, under ids of their own: lists, reports, exports and SQL hold exact ones only.
   */
  partial: oc
    .input(caseInput)
    .output(z.object({ coverage: partialCoverageSchema, incidents: z.array(incidentSummarySchema) }).nullable()),
  get: oc.input(z.strictObject({ caseId: caseIdSchema, incidentId: incidentIdSchema })).output(incidentDetailSchema),
  /** Votes and contributions of one scored unit, an anomaly or not. */
  explainUnit: oc.input(z.strictObject({ caseId: caseIdSchema, unitId: unitIdSchema })).output(anomalySchema),
  /** What would have to be otherwise; scores a changed table with the detectors of the run several times. */
  counterfactual: oc
    .input(z.strictObject({ caseId: caseIdSchema, incidentId: incidentIdSchema }))
    .output(counterfactualSchema),
  /** Runs a claim's own query again and compares. */
  checkClaim: oc
    .input(
      z.strictObject({ caseId: caseIdSchema, incidentId: incidentIdSchema, claim: z.number().int().min(0).max(1000) }),
    )
    .output(z.object({ value: z.number(), recomputed: z.number().nullable(), isEqual: z.boolean() })),
};
