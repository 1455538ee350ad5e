import { resolve } from 'node:path';
import { formatCount } from '#shared/base/number-text.ts';
import type { ModelComparison } from '#shared/contract/model-reports.ts';
import type { BackendSession } from '../backend-session.ts';
import { openExistingCase } from '../case-folder.ts';
import { type CliContext, optionOf, withoutUndefined } from '../cli-context.ts';
import { UsageError } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { percent } from '../model-text.ts';
import { ingestOptions, unitOptions } from '../reading-options.ts';
import { showText } from '../visible-text.ts';

const SHOWN_DISPUTED = 10;

/** `models compare FIRST [SECOND] PATH...`: two versions on the same input; SECOND defaults to the challenger. */
export async function compareModels(
  context: CliContext,
  session: BackendSession,
  operands: readonly string[],
): Promise<ModelComparison> {
  const [model, ...paths] = operands;
  if (model === undefined) throw new UsageError('models compare needs a model, for example app.');
  const against = optionOf<string>(context, 'against');
  const { jobId } = await session.client.models.startCompare({
    first: model,
    second: against ?? `${model.replace(/[@:].*$/, '')}@challenger`,
    ...(await inputOf(context, session, paths)),
    options: asideOptions(context),
  });
  return (await followJob(context, session, jobId, 'compare')).compared;
}

/** `models drift MODEL PATH...`: how far an input is from what the version was trained on. */
export async function measureDrift(context: CliContext, session: BackendSession, operands: readonly string[]) {
  const [model, ...paths] = operands;
  if (model === undefined) throw new UsageError('models drift needs a model, for example app.');
  const input = await inputOf(context, session, paths);
  const { jobId } = await session.client.models.startDrift({ model, ...input, options: asideOptions(context) });
  return (await followJob(context, session, jobId, 'drift')).observation;
}

/** `models score MODEL PATH... --out FILE.csv`: every file by itself. */
export async function scoreFiles(context: CliContext, session: BackendSession, operands: readonly string[]) {
  const [model, ...paths] = operands;
  const out = optionOf<string>(context, 'out');
  if (model === undefined || paths.length === 0 || out === undefined) {
    throw new UsageError('models score needs a model, files or folders, and --out FILE.csv.');
  }
  const { jobId } = await session.client.models.startScoreFiles({
    model,
    paths: paths.map((path) => resolve(path)),
    out: resolve(out),
    options: ingestOptions(context),
  });
  return (await followJob(context, session, jobId, 'score-files')).scored;
}

/** Files, or the case given with --case. */
async function inputOf(context: CliContext, session: BackendSession, paths: readonly string[]) {
  const dir = optionOf<string>(context, 'case');
  if (dir === undefined && paths.length === 0) throw new UsageError('Name files, or a case with --case.');
  return withoutUndefined({
    caseId: dir === undefined ? undefined : (await openExistingCase(session, dir)).summary.caseId,
    paths: paths.length === 0 ? undefined : paths.map((path) => resolve(path)),
  });
}

function asideOptions(context: CliContext) {
  const { labelsPath, since, until } = unitOptions(context);
  return withoutUndefined({ ...ingestOptions(context), labelsPath, since, until });
}

/** A comparison for a person. Safe for a terminal. */
export function describeComparison(compared: ModelComparison): string[] {
  const { agreement, correlation, pValue, disputed, units } = compared;
  const number = (value: number | null) => (value === null ? '-' : value.toFixed(3));
  const nameOf = ({ version }: ModelComparison['first']) => `${showText(version.name)}:${version.number}`;
  const side = (one: ModelComparison['first']) => {
    const measured =
      one.evaluation === null
        ? ''
        : `, precision ${number(one.evaluation.precision)}, recall ${number(one.evaluation.recall)}, F1 ${number(one.evaluation.f1)}, ROC AUC ${number(one.evaluation.rocAuc)}`;
    const fallback = one.fallback === null ? '' : ` (the baseline answered: ${showText(one.fallback)})`;
    return `${nameOf(one)}: ${formatCount(one.anomalies)} of ${formatCount(units)} above ${one.threshold.toFixed(4)}${measured}${fallback}`;
  };
  return [
    side(compared.first),
    side(compared.second),
    `same verdict on ${percent(agreement.share)} (kappa ${number(agreement.kappa)}), rank correlation ${number(correlation)}; both flag ${formatCount(agreement.both)}, only the first ${formatCount(agreement.onlyFirst)}, only the second ${formatCount(agreement.onlySecond)}`,
    ...(pValue === null ? [] : [`difference on the labelled units: p = ${pValue.toPrecision(3)} (McNemar)`]),
    ...disputed.slice(0, SHOWN_DISPUTED).map((unit) => {
      const label = unit.label === null ? '' : unit.label ? ', anomalous' : ', normal';
      return `  ${showText(unit.unitId)}: ${unit.firstScore.toFixed(3)} against ${unit.secondScore.toFixed(3)}${label}`;
    }),
  ];
}
