import type { CaseReader } from '../../lake/case-reader.ts';
import { type EncodedArtifact, encodeArtifact } from '../../models/model-file/encode-artifact.ts';
import type { ModelArtifact } from '../../models/model-file/model-artifact.ts';
import { planCaseWindows } from '../analysis/build-features.ts';
import type { ScratchCase } from './scratch-case.ts';
import { trainModel, type TrainingOptions, type TrainingProgress } from './train-model.ts';

export interface BaselineOptions {
  /** The baseline's files, read. */
  readonly baseline: ScratchCase;
  /** The case that will be scored: it decides how long windows are when nobody else does. */
  readonly target: CaseReader;
  readonly options: Omit<TrainingOptions, 'only' | 'labels'>;
  readonly product: string;
  readonly signal: AbortSignal;
  readonly progress: (progress: TrainingProgress) => void;
}

/** Fits a model on files that are taken for normal throughout, with units as the target has them. */
export async function trainBaseline(
  context: BaselineOptions,
): Promise<{ artifact: ModelArtifact; encoded: EncodedArtifact }> {
  const { baseline, target, options, product, signal, progress } = context;
  const range = { fromNs: options.sinceNs, toNs: options.untilNs };
  const { session, windowSeconds, stepSeconds } = options;
  const windows =
    session === null ? await planCaseWindows({ reader: target, range, windowSeconds, stepSeconds, signal }) : null;
  const { artifact } = await trainModel({
    name: 'baseline',
    ...baseline,
    options: {
      ...options,
      windowSeconds: windows?.windowSeconds ?? null,
      stepSeconds: windows?.stepSeconds ?? null,
      // The range is one of the target: the baseline is another time altogether.
      sinceNs: null,
      untilNs: null,
      only: 'normal',
      labels: null,
    },
    product,
    signal,
    progress,
  });
  return { artifact, encoded: encodeArtifact(artifact) };
}
