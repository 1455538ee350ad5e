import { readFile } from 'node:fs/promises';
import { ContractError, IngestError } from '#shared/base/errors.ts';
import type { ScoringOptions } from '#shared/contract/analyze-options.ts';
import type { LabelSet } from '#shared/domain/labels.ts';
import type { AnalysisOptions } from '../../pipelines/analysis/analysis-context.ts';
import { checkDetectors } from '../../pipelines/analysis/analyze-case.ts';
import { parseLabels } from '../../pipelines/analysis/read-labels.ts';
import type { ServiceContext } from '../context.ts';

export const DEFAULT_SEED = 1;
const MAX_LABEL_BYTES = 512 * 2 ** 20;

/**
 * Refuses what scoring would refuse after minutes of reading.
 * @throws ContractError `contract.bad-input`, ModelError `model.unknown-detector` | `model.not-found` |
 * `model.bad-reference`, IngestError as `toAnalysisOptions`
 */
export async function checkScoring({ registry }: ServiceContext, options: ScoringOptions): Promise<void> {
  const hasBaseline = (options.baselinePaths ?? []).length > 0;
  if (options.model !== undefined && hasBaseline) {
    throw new ContractError('contract.bad-input', 'Score with a model or against baseline files, not both.');
  }
  if (options.model !== undefined && options.detectors !== undefined) {
    throw new ContractError('contract.bad-input', 'A model has its own detectors: leave the detectors out.');
  }
  const { detectors } = await toAnalysisOptions(options);
  checkDetectors(detectors);
  if (options.model !== undefined && options.modelHash === undefined) registry().versions.resolve(options.model);
}

/**
 * The options of the contract as the analysis takes them.
 * @throws IngestError `labels.unreadable` | `labels.no-columns` | `labels.bad-row`
 */
export async function toAnalysisOptions(options: ScoringOptions): Promise<AnalysisOptions> {
  const { session, windowSeconds, stepSeconds, detectors, threshold, seed, since, until, labelsPath } = options;
  return {
    session: session ?? null,
    windowSeconds: windowSeconds ?? null,
    stepSeconds: stepSeconds ?? null,
    detectors: detectors ?? null,
    threshold: threshold ?? 'auto',
    labels: labelsPath === undefined ? null : await readLabels(labelsPath),
    seed: seed ?? DEFAULT_SEED,
    sinceNs: since === undefined ? null : toEpochNs(since),
    untilNs: until === undefined ? null : toEpochNs(until),
  };
}

/** Only the options that scoring knows: an analyze job carries those of reading too. */
export function scoringPart(options: ScoringOptions): ScoringOptions {
  const { session, windowSeconds, stepSeconds, detectors, labelsPath, threshold, since, until, seed } = options;
  const { baselinePaths, model, modelHash } = options;
  const units = { session, windowSeconds, stepSeconds, since, until };
  return { ...units, detectors, labelsPath, threshold, seed, baselinePaths, model, modelHash };
}

export async function readLabels(path: string): Promise<LabelSet> {
  return parseLabels(await readLabelText(path));
}

/** @throws IngestError `labels.unreadable` */
export async function readLabelText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    if (bytes.byteLength > MAX_LABEL_BYTES) throw new RangeError('too large');
    return bytes.toString('utf8');
  } catch (cause) {
    throw new IngestError('labels.unreadable', `The labels file ${path} cannot be read.`, {
      location: { path },
      cause,
    });
  }
}

/** @param time RFC 3339 with a zone, checked by the contract; fractions down to nanoseconds count. */
export function toEpochNs(time: string): bigint {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  const seconds = Date.parse(time.replace(/\.\d+/, ''));
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}
