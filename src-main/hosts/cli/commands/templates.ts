import { readFileSync } from 'node:fs';
import { formatCount } from '#shared/base/number-text.ts';
import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import type { TemplateHealth } from '#shared/contract/template-statistics.ts';
import { type TemplatePatch, templatePatchSchema } from '#shared/domain/template-edit.ts';
import { type BackendSession, withReadingBackend } from '../backend-session.ts';
import { openOrCreateCase } from '../case-folder.ts';
import { type CliContext, isJson, optionOf } from '../cli-context.ts';
import { collectWrites, formatCsvRow, type TextSink, writeTextFile } from '../csv.ts';
import { UsageError } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { ingestOptions } from '../reading-options.ts';
import { restorePaths } from '../report-paths.ts';
import { readSql } from '../sql-rows.ts';
import { showText, toSafeJson } from '../visible-text.ts';
import { exitCodeOfAnalysis, resolveInputs } from './analyze.ts';

const TEMPLATES_SQL = `SELECT template_id, template, name, count FROM templates WHERE count > 0
  ORDER BY count DESC, template_id`;
const LINES_SQL = `SELECT l.line, e.template_id FROM lines l LEFT JOIN events e ON e.event_id = l.event_id
  ORDER BY l.source_id, l.line`;

interface TemplateRow {
  readonly templateId: string;
  readonly template: string;
  /** Given by hand; null: none. */
  readonly name: string | null;
  readonly count: number;
}

/** `templates PATH...`: template mining only; one CSV row a physical line. */
export async function runTemplates(context: CliContext, paths: readonly string[]): Promise<number> {
  const patch = readPatch(optionOf<string>(context, 'edits'));
  return withReadingBackend(context, paths, async (session) => {
    const opened = await openOrCreateCase(session, optionOf<string>(context, 'case'), paths[0] ?? 'case');
    const { caseId } = opened.summary;
    const inputs = await resolveInputs(context, session, opened, paths);
    if (patch !== null) await session.client.templates.importEdits({ caseId, patch });
    const { jobId } = await session.client.jobs.startAnalyze({
      caseId,
      paths: inputs.map((input) => input.absolute),
      options: { ...ingestOptions(context), lastStage: 'templates' },
    });
    const { document } = await followJob(context, session, jobId, 'analyze');
    const templates = await readTemplates(context, session, caseId);
    await writeLines(context, session, caseId, templates);
    await writePatch(context, session, caseId);
    const health = await session.client.templates.health({ caseId }, { signal: context.signal });
    await printSummary(context, restorePaths(document, inputs), templates, health);
    return exitCodeOfAnalysis(document, false);
  });
}

/** @throws UsageError when the file is not a list of edits. */
function readPatch(path: string | undefined): TemplatePatch | null {
  if (path === undefined) return null;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The edits ${path} cannot be read.`, error);
  }
  const parsed = templatePatchSchema.safeParse(parseJson(text, path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(
    `${path} is not a file of template edits: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`The edits ${path} are not JSON.`, error);
  }
}

async function writePatch(context: CliContext, session: BackendSession, caseId: string): Promise<void> {
  const path = optionOf<string>(context, 'exportEdits');
  if (path === undefined) return;
  const patch = await session.client.templates.exportEdits({ caseId });
  await writeTextFile(path, (sink) => sink.write(`${JSON.stringify(patch, null, 2)}\n`));
}

async function readTemplates(context: CliContext, session: BackendSession, caseId: string): Promise<TemplateRow[]> {
  const templates: TemplateRow[] = [];
  await readSql(
    session,
    { caseId, sql: TEMPLATES_SQL, signal: context.signal },
    {
      columns: () => undefined,
      rows: (rows) => {
        for (const [templateId, template, name, count] of rows) {
          templates.push({
            templateId: String(templateId),
            template: String(template),
            name: name === null ? null : String(name),
            count: Number(count),
          });
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
  health: TemplateHealth,
): Promise<void> {
  const { files, totals, seconds, errors } = document;
  if (isJson(context)) {
    const summary = { case: document.case, files, totals, errors, templates, health, seconds };
    await context.output.writeLine(toSafeJson(summary, 2));
    return;
  }
  context.messages.say(`${formatCount(totals.lines)} lines, ${formatCount(totals.templates)} templates.`);
  for (const { message } of health.problems) context.messages.warn(showText(message));
  for (const file of files) {
    for (const error of file.errors)
      context.messages.warn(`${showText(file.path)}: ${error.class} ${showText(error.message)}`);
  }
}
