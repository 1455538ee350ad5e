import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { formatBytes } from '#shared/base/number-text.ts';
import { REPORT_FORMATS } from '#shared/contract/reports.ts';
import { writeFileAtomic } from '../../../base/atomic-write.ts';
import { toWriteError } from '../../../base/write-errors.ts';
import { type BackendSession, withBackend } from '../backend-session.ts';
import { openExistingCase } from '../case-folder.ts';
import { type CliContext, isJson, optionOf } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { showText, toSafeJson } from '../visible-text.ts';

type ReportFormat = (typeof REPORT_FORMATS)[number];

/** `report CASE --out FILE`: exports the latest analysis; the suffix chooses the format. */
export async function runReport(context: CliContext, [dir]: readonly string[]): Promise<number> {
  const path = optionOf<string>(context, 'out');
  if (dir === undefined || path === undefined) throw new UsageError('report needs CASE and --out FILE.');
  reportFormat(path);
  return withBackend(context, async (session) => {
    const opened = await openExistingCase(session, dir);
    const isRedacted = optionOf<boolean>(context, 'redact') === true;
    const report = await writeReport(context, session, { caseId: opened.summary.caseId, path, isRedacted });
    if (isJson(context)) await context.output.writeLine(toSafeJson({ ...report, out: path }, 2));
    return ExitCode.done;
  });
}

export interface ReportTarget {
  readonly caseId: string;
  readonly path: string;
  readonly isRedacted: boolean;
}

/** Makes the report in the case and copies it to where the user wants it. */
export async function writeReport(context: CliContext, session: BackendSession, target: ReportTarget) {
  const { caseId, path, isRedacted } = target;
  const report = await session.client.reports.create({ caseId, format: reportFormat(path), isRedacted });
  try {
    await writeFileAtomic(path, async (handle) => {
      for await (const chunk of createReadStream(report.path)) await handle.appendFile(chunk as Uint8Array);
    });
  } catch (cause) {
    throw toWriteError(path, cause);
  }
  context.messages.say(`Report is in ${showText(path)} (${formatBytes(report.sizeBytes)}).`);
  return report;
}

function reportFormat(path: string): ReportFormat {
  const suffix = extname(path).slice(1).toLowerCase();
  const format = REPORT_FORMATS.find((candidate) => candidate === suffix || (suffix === 'htm' && candidate === 'html'));
  if (format === undefined) {
    throw new UsageError(`${path}: the suffix chooses the format; give one of .${REPORT_FORMATS.join(', .')}.`);
  }
  return format;
}
