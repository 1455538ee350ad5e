import { setImmediate } from 'node:timers/promises';
import type { Anomaly, DetectorVote, Incident } from '#shared/domain/detection.ts';
import type { EventDimensions } from '../../features/event-batch.ts';
import type { SessionProposal } from '../../features/session-proposal.ts';
import { linkTemplates } from '../../features/session-proposal.ts';
import { mapConcurrently } from '../../base/limit-concurrency.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import type { ScoredUnits } from '../../models/score-units.ts';
import { studyOf } from '../../models/window-study.ts';
import type { LinkExpression, TimeSpan } from './claim-sql.ts';
import { attachEvidence, findEvidence, type IncidentDraft } from './evidence.ts';
import { type AnomalousWindow, type FoldedWindows, foldWindows } from './fold-windows.ts';
import { findingsAt, type TemplateFacts, templatePresence } from './incident-kinds.ts';
import { joinSentence, tellCause, type TellContext } from './tell-cause.ts';
import { toNs, unitEndNs, unitIdOf, unitStartNs } from './unit-ids.ts';
import { votesOf } from './votes.ts';
import { WindowSums } from './window-sums.ts';

export interface FindingsContext {
  readonly reader: CaseReader;
  readonly scored: ScoredUnits;
  readonly dimensions: EventDimensions;
  readonly links: readonly SessionProposal[];
  /** Highest severity band by template id. */
  readonly templateBands: ReadonlyMap<string, number>;
  /** Texts of templates that only the model knows, by id: what is missing here altogether. */
  readonly modelTexts: ReadonlyMap<string, string>;
  /** Session setting; null for windows. */
  readonly session: string | null;
  readonly signal: AbortSignal;
}

export interface CaseFindings {
  /** In time order. */
  readonly anomalies: readonly Anomaly[];
  /** Most surprising first. */
  readonly incidents: readonly Incident[];
}

/** Queries under way: each is short, and most of it is planning. */
export const QUERIES_AT_ONCE = 4;
/** Events that the queries under way may look at together: each holds what it sorts of them, some hundred bytes an event. */
const EVENTS_AT_ONCE = 3_000_000;
/** Causes told in one sentence. */
const MAX_CAUSES = 2;
/** How much of the log on either side of an incident stands for "usual": at least this, and this many windows. */
const AROUND_NS = 3_600_000_000_000n;
const AROUND_WINDOWS = 30;

/** Anomalies and incidents of windows above a threshold. */
export async function findWindowIncidents(context: FindingsContext, threshold: number): Promise<CaseFindings> {
  const { scored } = context;
  const { units } = scored.table;
  const study = studyOf(scored.table);
  const facts: TemplateFacts = {
    bands: context.templateBands,
    presence: templatePresence(study),
    windowCount: units.length,
  };
  const windows: AnomalousWindow[] = [];
  for (let unit = 0; unit < units.length; unit++) {
    const score = scored.scores[unit]!;
    if (score > threshold) windows.push({ unit, score, findings: findingsAt(study, units.length, unit, facts) });
  }
  const folded = foldWindows(windows, units);
  const sums = new WindowSums(scored.table, context.reader.timeRange);
  const telling = mapConcurrently(folded, queriesAtOnce(context), (one) => toDraft(one, context, sums)).then((drafts) =>
    attachEvidence(context.reader, drafts, context.signal),
  );
  telling.catch(() => undefined);
  const home = new Map(folded.flatMap((one) => one.units.map((unit) => [unit, one] as const)));
  // Explained while the engine answers: between two windows this thread sees to its next question.
  const anomalies: Anomaly[] = [];
  for (const window of windows) {
    anomalies.push(toAnomaly(window, home.get(window.unit), context, threshold));
    await setImmediate();
  }
  return { anomalies, incidents: numberIncidents(await telling) };
}

/** Most surprising first; ids follow time, so that they do not move with the ranking. */
export function numberIncidents(incidents: readonly Incident[]): Incident[] {
  return incidents
    .toSorted((a, b) => Number((a.startNs ?? 0n) - (b.startNs ?? 0n)))
    .map((incident, i) => ({ ...incident, incidentId: `i${String(i + 1).padStart(4, '0')}` }))
    .toSorted((a, b) => b.score - a.score || (a.incidentId < b.incidentId ? -1 : 1));
}

function toAnomaly(
  window: AnomalousWindow,
  home: FoldedWindows | undefined,
  { scored }: FindingsContext,
  threshold: number,
): Anomaly {
  const { units } = scored.table;
  const votes: DetectorVote[] = votesOf(scored, window.unit, threshold);
  return {
    unitId: unitIdOf(units, window.unit),
    startNs: unitStartNs(units, window.unit),
    endNs: unitEndNs(units, window.unit),
    score: window.score,
    kinds: home?.kinds ?? [],
    entities: home?.entities ?? [],
    templateIds: home?.templateIds ?? [],
    votes,
  };
}

async function toDraft(folded: FoldedWindows, context: FindingsContext, sums: WindowSums): Promise<IncidentDraft> {
  const { reader, scored, signal } = context;
  const { units } = scored.table;
  const span: TimeSpan = {
    fromNs: unitStartNs(units, folded.units[0]!) ?? 0n,
    toNs: unitEndNs(units, folded.units.at(-1)!) ?? 0n,
  };
  const tell = tellContext(context, span, sums);
  const told = [];
  for (const cause of folded.causes.slice(0, MAX_CAUSES)) told.push(await tellCause(cause, tell));
  const lead = folded.causes[0]?.finding.spec.lineage;
  const eventIds = lead === undefined ? [] : await findEvidence(reader, lead, tell, signal);
  const incident: Incident = {
    incidentId: '',
    startNs: span.fromNs,
    endNs: span.toNs,
    score: folded.score,
    summary: joinSentence(told, span.fromNs),
    kinds: folded.kinds,
    entities: folded.entities,
    templateIds: folded.templateIds,
    unitIds: folded.units.map((unit) => unitIdOf(units, unit)),
    claims: told.flatMap(({ claims }) => claims),
    evidence: [],
  };
  return { incident, eventIds };
}

function tellContext(
  { reader, scored, dimensions, links, modelTexts, signal }: FindingsContext,
  span: TimeSpan,
  sums: WindowSums,
): TellContext {
  const range = reader.timeRange ?? span;
  const reach = reachNs(scored);
  const texts = new Map(dimensions.templateIds.map((id, i) => [id, dimensions.templateTexts[i] ?? id]));
  return {
    span,
    around: {
      fromNs: later(range.fromNs, span.fromNs - reach),
      toNs: earlier(range.toNs, span.toNs + reach),
    },
    sums,
    templateText: (templateId) => texts.get(templateId) ?? modelTexts.get(templateId) ?? templateId,
    linkOf: (templateId) => linkExpression(dimensions, links, templateId),
    run: async (sql, within) => {
      const rows = within === null ? reader.query(sql, { signal }) : reader.queryWithin(within, sql, { signal });
      const [row] = await rows;
      return Object.values(row ?? {});
    },
  };
}

/** How much of the log on one side of an incident stands for "usual". */
function reachNs({ table }: ScoredUnits): bigint {
  const windowNs = toNs(table.units.windowSeconds ?? 0) ?? 0n;
  return later(AROUND_NS, windowNs * BigInt(AROUND_WINDOWS));
}

/** Fewer where the time around an incident holds millions of events: memory is not to grow with the log. */
function queriesAtOnce({ reader, scored }: FindingsContext): number {
  const range = reader.timeRange;
  if (range === null) return QUERIES_AT_ONCE;
  const share = Math.min(1, (2 * Number(reachNs(scored))) / Number(range.toNs - range.fromNs));
  const wanted = Math.floor(EVENTS_AT_ONCE / (share * reader.eventCount));
  return Math.max(1, Math.min(QUERIES_AT_ONCE, wanted));
}

/** Parameters that hold the key which links a template to others; null when it carries none. */
function linkExpression(
  dimensions: EventDimensions,
  links: readonly SessionProposal[],
  templateId: string,
): LinkExpression | null {
  const byTemplate = linkTemplates(links);
  const own = byTemplate.get(dimensions.templateIds.indexOf(templateId));
  if (own === undefined) return null;
  const parameters = new Map<string, number>();
  for (const [template, [key, wildcard]] of byTemplate) {
    if (key === own[0]) parameters.set(dimensions.templateIds[template]!, wildcard + 1);
  }
  return { parameters };
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function earlier(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
