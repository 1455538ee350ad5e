import { readFile } from 'node:fs/promises';
import { ContractError, IngestError } from '#shared/base/errors.ts';
import type { ScoringOptions } from '#shared/contract/analyze-options.ts';
import type { LabelSet } from '#shared/domain/labels.ts';
import { type AnalysisOptions, checkDetectors } from '../../pipelines/analysis/analyze-case.ts';
import { parseLabels } from '../../pipelines/analysis/read-labels.ts';

const DEFAULT_SEED = 1;
const MAX_LABEL_BYTES = 512 * 2 ** 20;

/**
 * Refuses what scoring would refuse after minutes of reading.
 * @throws ContractError `contract.unsupported`, ModelError `model.unknown-detector`, IngestError as `toAnalysisOptions`
 */
export async function checkScoring(options: ScoringOptions): Promise<void> {
  if ((options.baselinePaths ?? []).length > 0) {
    throw new ContractError(
      'contract.unsupported',
      'Scoring against baseline files is not available yet. Leave the baseline out.',
    );
  }
  const { detectors } = await toAnalysisOptions(options);
  checkDetectors(detectors);
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
  return { session, windowSeconds, stepSeconds, detectors, labelsPath, threshold, since, until, seed };
}

async function readLabels(path: string): Promise<LabelSet> {
  let text: string;
  try {
    const bytes = await readFile(path);
    if (bytes.byteLength > MAX_LABEL_BYTES) throw new RangeError('too large');
    text = bytes.toString('utf8');
  } catch (cause) {
    throw new IngestError('labels.unreadable', `The labels file ${path} cannot be read.`, {
      location: { path },
      cause,
    });
  }
  return parseLabels(text);
}

/** @param time RFC 3339 with a zone, checked by the contract; fractions down to nanoseconds count. */
function toEpochNs(time: string): bigint {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  const seconds = Date.parse(time.replace(/\.\d+/, ''));
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}
