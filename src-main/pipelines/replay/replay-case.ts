import type { AnalysisRunResult, InputRecord } from '#shared/domain/analysis-run.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { CatalogRun } from '../../catalog/repositories/runs.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import type { AnalysisOptions, ScoringContext } from '../analysis/analysis-context.ts';
import { recomputeFindings } from '../analysis/case-scoring.ts';
import { inputsOf } from '../analysis/provenance.ts';
import { chooseUnits, type ScoringModel } from '../analysis/scoring-model.ts';
import { bringTemplates } from '../train/known-templates.ts';
import { type Difference, firstDifference } from './compare-findings.ts';

export interface ReplayContext {
  /** The case whose run is replayed; only read. */
  readonly catalog: CaseCatalog;
  readonly run: CatalogRun;
  /** With the threshold in force: a user may have moved it since. */
  readonly options: AnalysisOptions;
  readonly model: ScoringModel | null;
  readonly signal: AbortSignal;
  readonly progress: ScoringContext['progress'];
}

/** Where the events come from: the input read again into a case of its own, or the case as it is stored. */
export interface ReplaySource {
  readonly catalog: CaseCatalog;
  readonly reader: CaseReader;
  readonly isReadAgain: boolean;
}

export interface ReplayOutcome {
  readonly inputs: readonly { readonly path: string; readonly member: string | null; readonly isSame: boolean }[];
  readonly stored: { readonly anomalies: number; readonly incidents: number };
  readonly replayed: { readonly anomalies: number; readonly incidents: number };
  readonly anomalyDifference: Difference | null;
  readonly incidentDifference: Difference | null;
  /** Why the model of the run cannot score now; null when it can, could not then either, or there is none. */
  readonly modelProblem: string | null;
}

/** Computes the findings of a stored run again and compares them bit for bit; nothing of the case is changed. */
export async function replayRun(context: ReplayContext, source: ReplaySource): Promise<ReplayOutcome> {
  const { catalog, run, options, model, signal, progress } = context;
  if (source.isReadAgain && model?.artifact && chooseUnits(model, options).unusable === null) {
    await bringTemplates(source.catalog, { hash: model.hash, templates: model.artifact.templates }, signal);
    await source.reader.refresh();
  }
  const now = await recomputeFindings({ reader: source.reader, options, model, signal, progress });
  const fallbackThen = (run.result as AnalysisRunResult).model?.fallback ?? null;
  const anomalies = catalog.runs.anomalies(run.runId);
  const incidents = catalog.runs.incidents(run.runId);
  return {
    inputs: source.isReadAgain ? compareInputs(inputsOf(catalog), inputsOf(source.catalog)) : [],
    stored: { anomalies: anomalies.length, incidents: incidents.length },
    replayed: { anomalies: now.anomalies.length, incidents: now.incidents.length },
    anomalyDifference: firstDifference(anomalies, now.anomalies),
    incidentDifference: firstDifference(incidents, now.incidents),
    modelProblem: fallbackThen === null ? (now.model?.fallback ?? null) : null,
  };
}

function compareInputs(stored: readonly InputRecord[], now: readonly InputRecord[]): ReplayOutcome['inputs'] {
  const key = ({ path, member }: InputRecord): string => `${path}\0${member ?? ''}`;
  const hashes = new Map(now.map((input) => [key(input), input.hash]));
  const known = new Set(stored.map(key));
  const added = now.filter((input) => !known.has(key(input)));
  return [
    ...stored.map((input) => ({
      path: input.path,
      member: input.member,
      isSame: hashes.get(key(input)) === input.hash,
    })),
    ...added.map(({ path, member }) => ({ path, member, isSame: false })),
  ];
}
