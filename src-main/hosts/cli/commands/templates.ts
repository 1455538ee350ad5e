import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import { type BackendSession, withBackend } from '../backend-session.ts';
import { openOrCreateCase } from '../case-folder.ts';
import { type CliContext, isJson, optionOf } from '../cli-context.ts';
import { collectWrites, formatCsvRow, type TextSink, writeTextFile } from '../csv.ts';
import { followJob } from '../follow-job.ts';
import { formatCount } from '../numbers-text.ts';
import { ingestOptions } from '../reading-options.ts';
import { restorePaths } from '../report-paths.ts';
import { readSql } from '../sql-rows.ts';
import { showText, toSafeJson } from '../visible-text.ts';
import { exitCodeOfAnalysis, resolveInputs } from './analyze.ts';

const TEMPLATES_SQL = 'SELECT template_id, template, count FROM templates ORDER BY count DESC, template_id';
const LINES_SQL = `SELECT l.line, e.template_id FROM lines l LEFT JOIN events e ON e.event_id = l.event_id
  ORDER BY l.source_id, l.line`;

interface TemplateRow {
  readonly templateId: string;
  readonly template: string;
  readonly count: number;
}

/** `templates PATH...`: template mining only; one CSV row a physical line. */
export async function runTemplates(context: CliContext, paths: readonly string[]): Promise<number> {
  return withBackend(context, async (session) => {
    const opened = await openOrCreateCase(session, optionOf<string>(context, 'case'), paths[0] ?? 'case');
    const { caseId } = opened.summary;
    const inputs = await resolveInputs(context, session, opened, paths);
    const { jobId } = await session.client.jobs.startAnalyze({
      caseId,
      paths: inputs.map((input) => input.absolute),
      options: { ...ingestOptions(context), lastStage: 'templates' },
    });
    const { document } = await followJob(context, session, jobId, 'analyze');
    const templates = await readTemplates(context, session, caseId);
    await writeLines(context, session, caseId, templates);
    await printSummary(context, restorePaths(document, inputs), templates);
    return exitCodeOfAnalysis(document, false);
  });
}

async function readTemplates(context: CliContext, session: BackendSession, caseId: string): Promise<TemplateRow[]> {
  const templates: TemplateRow[] = [];
  await readSql(
    session,
    { caseId, sql: TEMPLATES_SQL, signal: context.signal },
    {
      columns: () => undefined,
      rows: (rows) => {
        for (const [templateId, template, count] of rows) {
          templates.push({ templateId: String(templateId), template: String(template), count: Number(count) });
        }
      },
    },
  );
  return templates;
}

/** Without --out the rows go to standard output, unless that is the JSON document's place. */
async function writeLines(
  context: CliContext,
  session: BackendSession,
  caseId: string,
  templates: readonly TemplateRow[],
): Promise<void> {
  const path = optionOf<string>(context, 'out');
  const produce = (sink: TextSink) => writeRows(context, session, { caseId, templates, sink });
  if (path !== undefined && path !== '-') await writeTextFile(path, produce);
  else if (!isJson(context)) await collectWrites((text) => context.output.write(text), produce);
}

async function writeRows(
  context: CliContext,
  session: BackendSession,
  target: { readonly caseId: string; readonly templates: readonly TemplateRow[]; readonly sink: TextSink },
): Promise<void> {
  const { caseId, templates, sink } = target;
  const tails = new Map(templates.map((one) => [one.templateId, formatCsvRow([one.templateId, one.template])]));
  const none = formatCsvRow([null, null]);
  await sink.write(formatCsvRow(['line', 'templateId', 'template']));
  await readSql(
    session,
    { caseId, sql: LINES_SQL, signal: context.signal },
    {
      columns: () => undefined,
      rows: async (rows) => {
        let text = '';
        for (const [line, templateId] of rows) text += `${String(line)},${tails.get(String(templateId)) ?? none}`;
        await sink.write(text);
      },
    },
  );
}

async function printSummary(
  context: CliContext,
  document: AnalysisDocument,
  templates: readonly TemplateRow[],
): Promise<void> {
  const { files, totals, seconds, errors } = document;
  if (isJson(context)) {
    await context.output.writeLine(toSafeJson({ case: document.case, files, totals, errors, templates, seconds }, 2));
    return;
  }
  context.messages.say(`${formatCount(totals.lines)} lines, ${formatCount(totals.templates)} templates.`);
  for (const file of files) {
    for (const error of file.errors)
      context.messages.warn(`${showText(file.path)}: ${error.class} ${showText(error.message)}`);
  }
}
