import { join } from 'node:path';
import type { ScoreFilesRequest } from '#shared/contract/model-requests.ts';
import { ModelError } from '#shared/base/errors.ts';
import { scoreFiles } from '../../pipelines/train/score-files.ts';
import { analyzeTitle, ingestOptionsOf } from '../analyze/analyze-work.ts';
import { toAnalysisOptions } from '../analyze/scoring-options.ts';
import { withSettings } from '../analyze/start-analyze.ts';
import type { ServiceContext } from '../context.ts';
import { formatsForReading } from '../formats/reading-formats.ts';
import { loadRegistered } from './registered-model.ts';

/**
 * Starts scoring many files by one version.
 * @throws ModelError `model.not-found` | `model.bad-reference` | `model.unusable` when the version's file cannot be loaded
 */
export async function startScoreFiles(context: ServiceContext, request: ScoreFilesRequest): Promise<string> {
  const { model } = await loadRegistered(context, request.model);
  if (model.artifact === null) throw new ModelError('model.unusable', `${model.label}: ${model.problem}`);
  const { threshold } = model.artifact.fitted.autoThreshold;
  const options = await toAnalysisOptions({});
  const formats = formatsForReading(context.home, request.options, null);
  const { paths, out } = request;
  return context.jobs.start({
    kind: 'score-files',
    caseId: null,
    title: `Score ${analyzeTitle(paths)} with ${model.label}`,
    work: async (run) => {
      const files = await scoreFiles({
        model,
        paths,
        out,
        options,
        ingest: ingestOptionsOf(withSettings(context, request.options), formats),
        scratchFolder: join(context.home.homeDir, 'scratch'),
        signal: run.signal,
        onProgress: (done, total) =>
          run.progress({ stage: 'score files', done, total, unit: 'steps', lines: 0, events: 0, readShare: 0 }),
      });
      return { kind: 'score-files' as const, scored: { out, threshold, files } };
    },
    describeKept: () => 'Nothing was written.',
  });
}
