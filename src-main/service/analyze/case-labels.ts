import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SentinelError } from '#shared/base/errors.ts';
import type { LabelSet } from '#shared/domain/labels.ts';
import { writeFileAtomic } from '../../base/atomic-write.ts';
import { labelsFolder } from '../../base/case-layout.ts';
import type { CatalogRun } from '../../catalog/repositories/runs.ts';
import { parseLabels } from '../../pipelines/analysis/read-labels.ts';
import { readLabelText } from './scoring-options.ts';

/**
 * Keeps the labels of a run with its case, in place of those of the run before: what was measured stays on screen after
 * a restart, and on a machine that never had the file. Null takes them away.
 */
export async function keepLabels(caseDir: string, runId: string, text: string | null): Promise<void> {
  const folder = labelsFolder(caseDir);
  await rm(folder, { recursive: true, force: true });
  if (text === null) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomic(copyPath(caseDir, runId), text, { mode: 0o600 });
}

/**
 * Text of the labels a run was measured against: the case's copy, or the file itself for runs from before there were
 * copies. Null when it had none, or neither is left.
 * @param labelsPath As in the options of the run.
 */
export async function labelTextOf(
  caseDir: string,
  { runId }: CatalogRun,
  labelsPath: string | undefined,
): Promise<string | null> {
  if (labelsPath === undefined) return null;
  try {
    return await readFile(copyPath(caseDir, runId), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  try {
    return await readLabelText(labelsPath);
  } catch (error) {
    if (error instanceof SentinelError && error.code === 'labels.unreadable') return null;
    throw error;
  }
}

/** @see labelTextOf */
export async function labelsOf(
  caseDir: string,
  run: CatalogRun,
  labelsPath: string | undefined,
): Promise<LabelSet | null> {
  const text = await labelTextOf(caseDir, run, labelsPath);
  return text === null ? null : parseLabels(text);
}

function copyPath(caseDir: string, runId: string): string {
  return join(labelsFolder(caseDir), `${runId}.csv`);
}
