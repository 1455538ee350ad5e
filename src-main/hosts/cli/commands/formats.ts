import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SentinelClient } from '#shared/contract/client.ts';
import type { FormatIssue } from '#shared/domain/format-issue.ts';
import { withBackend } from '../backend-session.ts';
import { type CliContext, isJson, optionOf } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { TextTable } from '../text-table.ts';
import { showText, toSafeJson } from '../visible-text.ts';

interface Outcome {
  readonly document: unknown;
  readonly exitCode: number;
}
type Action = (context: CliContext, client: SentinelClient, operands: readonly string[]) => Promise<Outcome>;

const ACTIONS: Readonly<Record<string, Action>> = {
  list: listFormats,
  show: showFormat,
  check: checkFormat,
  import: importFormats,
  delete: deleteFormat,
};

/** `formats [ACTION] [OPERAND...]`: the log formats, built in and of the user. */
export async function runFormats(context: CliContext, operands: readonly string[]): Promise<number> {
  const [name = 'list', ...rest] = operands;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw new UsageError(`formats has no action ${name}: ${Object.keys(ACTIONS).join(', ')}.`);
  return withBackend(context, async ({ client }) => {
    const { document, exitCode } = await action(context, client, rest);
    if (isJson(context)) await context.output.writeLine(toSafeJson(document, 2));
    return exitCode;
  });
}

async function listFormats(context: CliContext, client: SentinelClient): Promise<Outcome> {
  const formats = await client.formats.list({});
  if (!isJson(context)) {
    const table = new TextTable((text) => context.output.write(text));
    table.setColumns(['name', 'origin', 'title'].map((name) => ({ name, type: 'VARCHAR' })));
    await table.addRows(formats.map(({ name, origin, title }) => [name, origin, title]));
    await table.end();
    for (const { name, issues } of formats) for (const issue of issues) context.messages.warn(issueText(name, issue));
  }
  return done(formats);
}

async function showFormat(context: CliContext, client: SentinelClient, [name]: readonly string[]): Promise<Outcome> {
  const format = await client.formats.get({ name: needed(name, 'show', 'the name of a format') });
  if (!isJson(context)) await context.output.writeLine(showLines(format.text ?? format.samples.join('\n')));
  return done(format);
}

/** Says what is wrong with a file, and with LOG what it makes of its first lines; ends with 1 when something is. */
async function checkFormat(
  context: CliContext,
  client: SentinelClient,
  [path, log]: readonly string[],
): Promise<Outcome> {
  const text = readText(needed(path, 'check', 'a format file'));
  const lines =
    log === undefined
      ? []
      : readText(log)
          .replace(/\r?\n$/, '')
          .split(/\r?\n/)
          .slice(0, MAX_LINES);
  const preview = await client.formats.preview({ text, lines });
  if (!isJson(context)) {
    for (const issue of preview.issues) await context.output.writeLine(issueText(path ?? '', issue));
    for (const { kind, line, fields } of preview.lines) {
      const { time, severityText, component, content } = fields ?? {};
      const parts = fields === null ? [line] : [time, severityText, component, content];
      await context.output.writeLine([kind, ...parts.map((part) => showText(part ?? '-'))].join('\t'));
    }
    if (preview.issues.length === 0) context.messages.say(`${showText(preview.name ?? '')} is in order.`);
  }
  return { document: preview, exitCode: preview.issues.length === 0 ? ExitCode.done : ExitCode.failed };
}

const MAX_LINES = 200;

async function importFormats(context: CliContext, client: SentinelClient, [path]: readonly string[]): Promise<Outcome> {
  const file = resolve(needed(path, 'import', 'a format file, of ours or of lnav'));
  const imported = await client.formats.import({
    path: file,
    replaces: optionOf<boolean>(context, 'replace') === true,
  });
  if (!isJson(context)) {
    for (const { name, notes, issues } of imported) {
      for (const note of notes) context.messages.say(showText(`${name}: ${note}`));
      if (issues.length === 0) await context.output.writeLine(showText(name));
      else for (const issue of issues) context.messages.warn(issueText(name, issue));
    }
  }
  const isWhole = imported.every(({ issues }) => issues.length === 0);
  return { document: imported, exitCode: isWhole ? ExitCode.done : ExitCode.inputIncomplete };
}

async function deleteFormat(_context: CliContext, client: SentinelClient, [name]: readonly string[]): Promise<Outcome> {
  const format = needed(name, 'delete', 'the name of a format');
  const { isRemoved } = await client.formats.remove({ name: format });
  if (!isRemoved) throw new UsageError(`The home holds no format ${format}.`);
  return done({ name: format, isRemoved });
}

function done(document: unknown): Outcome {
  return { document, exitCode: ExitCode.done };
}

function needed(operand: string | undefined, action: string, what: string): string {
  if (operand === undefined) throw new UsageError(`formats ${action} needs ${what}.`);
  return operand;
}

function readText(path: string): string {
  try {
    return readFileSync(resolve(path), 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read.`, error);
  }
}

/** `FILE:LINE:COLUMN: CLASS field: message`, as editors read it. */
function issueText(file: string, { line, column, field, message, class: className }: FormatIssue): string {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  return showText(`${place}: ${className} ${field === '' ? '' : `${field}: `}${message}`);
}

function showLines(text: string): string {
  return text.trimEnd().split('\n').map(showText).join('\n');
}
