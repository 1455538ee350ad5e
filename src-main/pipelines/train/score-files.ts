import type { FileHandle } from 'node:fs/promises';
import { CancelledError, ModelError, SentinelError } from '#shared/base/errors.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { writeFileAtomic } from '../../base/atomic-write.ts';
import { toWriteError } from '../../base/write-errors.ts';
import { expandPaths } from '../../ingest/sources/index.ts';
import type { ScoringModel } from '../analysis/scoring-model.ts';
import type { AnalysisOptions } from '../analysis/analysis-context.ts';
import { unitEndNs, unitIdOf, unitStartNs } from '../analysis/unit-ids.ts';
import type { IngestOptions } from '../ingest/ingest-job.ts';
import { type AsideScores, scoreAside } from './score-aside.ts';
import { withScratchCase } from './scratch-case.ts';

export interface ScoreFilesContext {
  readonly model: ScoringModel;
  /** Files and folders; every file below them is scored by itself. */
  readonly paths: readonly string[];
  readonly ingest: IngestOptions;
  readonly options: AnalysisOptions;
  /** CSV: `path,id,startNs,endNs,score,isAnomaly`, a row a unit. Visible once all files are scored. */
  readonly out: string;
  readonly scratchFolder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number, path: string | null) => void;
}

export interface ScoredFile {
  readonly path: string;
  readonly units: number;
  readonly anomalies: number;
  /** Highest joined score; null without units. */
  readonly highest: number | null;
  readonly unknownShare: number;
  readonly seconds: number;
  /** Why the file could not be scored, for a person; null when it was. */
  readonly error: string | null;
}

const HEADER = 'path,id,startNs,endNs,score,isAnomaly\n';

/**
 * Scores many files by one model, each by itself, so that one file's content does not touch another's scores. A file that
 * cannot be read or scored is named and the others go on.
 * @returns One entry a file, in reading order. @throws CancelledError, IngestError when `out` cannot be written: no file is
 * left then.
 */
export async function scoreFiles(context: ScoreFilesContext): Promise<ScoredFile[]> {
  const { paths, out, signal } = context;
  const { files, problems } = await expandPaths(paths, { signal });
  const unique = [...new Set(files.map(({ absolutePath }) => absolutePath))];
  const scored: ScoredFile[] = problems.flatMap((problem) =>
    problem.status === 'rejected' ? [failedFile(problem.path, problem.error.message, 0)] : [],
  );
  try {
    await writeFileAtomic(out, async (handle) => {
      await handle.appendFile(HEADER);
      for (const [at, path] of unique.entries()) {
        throwIfAborted(signal);
        context.onProgress(at, unique.length, path);
        scored.push(await scoreFile(context, path, handle));
      }
    });
  } catch (cause) {
    throw toWriteError(out, cause);
  }
  context.onProgress(unique.length, unique.length, null);
  return scored;
}

async function scoreFile(context: ScoreFilesContext, path: string, handle: FileHandle): Promise<ScoredFile> {
  const startMs = performance.now();
  try {
    const scores = await withScratchCase(
      {
        folder: context.scratchFolder,
        reads: [{ paths: [path], options: context.ingest }],
        signal: context.signal,
        onProgress: () => undefined,
      },
      ({ catalog }) => {
        if (catalog.sources.countEvents() === 0) throw new ModelError('model.no-units', 'it holds no event');
        return scoreAside({ ...context, catalog, progress: () => undefined });
      },
    );
    if (scores.run?.fallback) throw new ModelError('model.unusable', scores.run.fallback);
    await handle.appendFile(rowsOf(path, scores));
    const { scores: joined, autoThreshold } = scores.scored;
    return {
      path,
      units: joined.length,
      anomalies: joined.filter((score) => score > autoThreshold.threshold).length,
      highest: joined.length === 0 ? null : joined.reduce((most, score) => Math.max(most, score), 0),
      unknownShare: scores.unknownShare,
      seconds: (performance.now() - startMs) / 1000,
      error: null,
    };
  } catch (error) {
    if (!(error instanceof SentinelError) || error instanceof CancelledError) throw error;
    return failedFile(path, error.message, (performance.now() - startMs) / 1000);
  }
}

function failedFile(path: string, error: string, seconds: number): ScoredFile {
  return { path, units: 0, anomalies: 0, highest: null, unknownShare: 0, seconds, error };
}

function rowsOf(path: string, { scored }: AsideScores): string {
  const { units } = scored.table;
  const { threshold } = scored.autoThreshold;
  const name = quote(path);
  let text = '';
  for (let unit = 0; unit < units.length; unit++) {
    const score = scored.scores[unit]!;
    const times = `${unitStartNs(units, unit) ?? ''},${unitEndNs(units, unit) ?? ''}`;
    text += `${name},${quote(unitIdOf(units, unit))},${times},${score},${score > threshold ? 1 : 0}\n`;
  }
  return text;
}

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
