import { SentinelError } from '#shared/base/errors.ts';
import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import { classOfCode } from '#shared/contract/error-classes.ts';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { describeAnalysis } from '../analysis-text.ts';
import { type BackendSession, withReadingBackend } from '../backend-session.ts';
import { openOrCreateCase } from '../case-folder.ts';
import { type CliContext, isJson, optionOf } from '../cli-context.ts';
import { ExitCode, exitCodeOf } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { analyzeOptions } from '../reading-options.ts';
import { type GivenPath, givenPath, restorePaths } from '../report-paths.ts';
import { writeScores } from '../scores-file.ts';
import { spoolStdin } from '../stdin-spool.ts';
import { toSafeJson } from '../visible-text.ts';
import { writeReport } from './report.ts';

/** `analyze PATH...`: reads the paths into a case and analyses it. */
export async function runAnalyze(context: CliContext, paths: readonly string[]): Promise<number> {
  return withReadingBackend(context, paths, async (session) => {
    const opened = await openOrCreateCase(session, optionOf<string>(context, 'case'), paths[0] ?? 'case');
    const inputs = await resolveInputs(context, session, opened, paths);
    const document = await analyzeOrExplain(context, session, opened, inputs);
    if (document === null) return ExitCode.failed;
    await writeFiles(context, session, opened, document);
    await printDocument(context, document);
    return exitCodeOfAnalysis(document, optionOf<string>(context, 'failOn') === 'anomalies');
  });
}

/** Paths for the service; standard input is spooled into the case first. */
export async function resolveInputs(
  context: CliContext,
  session: BackendSession,
  opened: CaseInfo,
  paths: readonly string[],
): Promise<GivenPath[]> {
  const inputs: GivenPath[] = [];
  for (const path of new Set(paths)) {
    if (path !== '-') inputs.push(givenPath(path));
    else inputs.push({ given: '-', absolute: await spoolStdin(context, session, opened.summary.caseId) });
  }
  return inputs;
}

/** A failed run still has an account: with --json the document says what was kept and what went wrong. */
async function analyzeOrExplain(
  context: CliContext,
  session: BackendSession,
  opened: CaseInfo,
  inputs: readonly GivenPath[],
): Promise<AnalysisDocument | null> {
  const { caseId } = opened.summary;
  try {
    const options = analyzeOptions(context);
    const { jobId } = await session.client.jobs.startAnalyze({
      caseId,
      paths: inputs.map((input) => input.absolute),
      options,
    });
    const { document } = await followJob(context, session, jobId, 'analyze');
    return restorePaths(document, inputs);
  } catch (error) {
    const isExplained = error instanceof SentinelError && exitCodeOf(error) === ExitCode.failed && isJson(context);
    if (!isExplained) throw error;
    const document = restorePaths(await session.client.quality.document({ caseId }), inputs);
    await context.output.writeLine(toSafeJson({ ...document, errors: [...document.errors, runError(error)] }, 2));
    context.messages.fail(error);
    return null;
  }
}

function runError(error: SentinelError): AnalysisDocument['errors'][number] {
  const { path, line, offset, decodedOffset } = error.location;
  return {
    class: classOfCode(error.code),
    code: error.code,
    path,
    line,
    offset,
    decodedOffset,
    message: error.message,
  };
}

async function writeFiles(
  context: CliContext,
  session: BackendSession,
  opened: CaseInfo,
  document: AnalysisDocument,
): Promise<void> {
  const scores = optionOf<string>(context, 'scores');
  const report = optionOf<string>(context, 'report');
  if (scores !== undefined)
    await writeScores(context, session, { caseId: opened.summary.caseId, document, path: scores });
  if (report !== undefined) {
    await writeReport(context, session, { caseId: opened.summary.caseId, path: report, isRedacted: false });
  }
}

async function printDocument(context: CliContext, document: AnalysisDocument): Promise<void> {
  if (isJson(context)) await context.output.writeLine(toSafeJson(document, 2));
  else await context.output.write(`${describeAnalysis(document, process.uptime()).join('\n')}\n`);
}

/** A partial or rejected input outweighs nothing else but an anomaly the caller asked to fail on. */
export function exitCodeOfAnalysis(document: AnalysisDocument, isFailingOnAnomalies: boolean): number {
  if (isFailingOnAnomalies && document.anomalies > 0) return ExitCode.anomaliesFound;
  const isIncomplete = document.files.some((file) => file.status === 'partial' || file.status === 'rejected');
  return isIncomplete ? ExitCode.inputIncomplete : ExitCode.done;
}
