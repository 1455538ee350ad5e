import { resolve } from 'node:path';
import { formatBytes, formatCount } from '#shared/base/number-text.ts';
import type { SentinelClient } from '#shared/contract/client.ts';
import { scoredFilesSchema } from '#shared/contract/model-reports.ts';
import type { FeatureSpecification } from '#shared/domain/model-version.ts';
import { type BackendSession, withBackend } from '../backend-session.ts';
import { type CliContext, isJson, optionOf } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { aliasText, describeAlert, describeObservation, describeVersion, percent, timeText } from '../model-text.ts';
import { TextTable } from '../text-table.ts';
import { showText, toSafeJson } from '../visible-text.ts';
import { compareModels, describeComparison, measureDrift, scoreFiles } from './compare-models.ts';

type Action = (
  context: CliContext,
  client: SentinelClient,
  operand: string | undefined,
  more: { readonly session: BackendSession; readonly operands: readonly string[] },
) => Promise<unknown>;

/** Features a drift names for a person. */
const SHOWN_FEATURES = 10;

const ACTIONS: Readonly<Record<string, Action>> = {
  list: listModels,
  show: showModel,
  promote: promoteModel,
  rollback: rollBackModel,
  export: exportModel,
  import: importModel,
  delete: deleteModel,
  alerts: listAlerts,
  compare: showComparison,
  drift: showDrift,
  score: showScoredFiles,
};

/** `models ACTION [MODEL] [PATH...]`: the registry. Each action prints what it did; with --json as one document. */
export async function runModels(context: CliContext, operands: readonly string[]): Promise<number> {
  const [name = 'list', operand, ...rest] = operands;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw new UsageError(`models has no action ${name}: ${Object.keys(ACTIONS).join(', ')}.`);
  return withBackend(context, async (session) => {
    const more = { session, operands: operand === undefined ? [] : [operand, ...rest] };
    const document = await action(context, session.client, operand, more);
    if (isJson(context)) await context.output.writeLine(toSafeJson(document, 2));
    return isIncomplete(document) ? ExitCode.inputIncomplete : ExitCode.done;
  });
}

/** Files that could not be scored make the command end as other commands do with partial input. */
function isIncomplete(document: unknown): boolean {
  const parsed = scoredFilesSchema.safeParse(document);
  return parsed.success && parsed.data.files.some((file) => file.error !== null);
}

function modelOf(operand: string | undefined, action: string): string {
  if (operand === undefined) throw new UsageError(`models ${action} needs a model, for example app or app:3.`);
  return operand;
}

async function listModels(context: CliContext, client: SentinelClient): Promise<unknown> {
  const versions = await client.models.list();
  if (isJson(context)) return versions;
  const table = new TextTable((text) => context.output.write(text));
  const column = (name: string, type = 'VARCHAR') => ({ name, type });
  table.setColumns([
    column('model'),
    column('alias'),
    column('units', 'BIGINT'),
    column('of'),
    column('F1', 'DOUBLE'),
    column('size', 'DOUBLE'),
    column('made'),
  ]);
  await table.addRows(
    versions.map((version) => [
      `${version.name}:${version.number}`,
      version.aliases.join(','),
      formatCount(version.training.units),
      unitsText(version.features),
      version.metrics.labelled?.f1.toFixed(3) ?? '-',
      formatBytes(version.sizeBytes),
      timeText(version.createdAtMs),
    ]),
  );
  await table.end();
  return versions;
}

function unitsText({ unitKind, session, windowSeconds }: FeatureSpecification): string {
  return unitKind === 'row' ? 'rows of tables' : (session ?? `${windowSeconds} s windows`);
}

async function showModel(context: CliContext, client: SentinelClient, operand?: string): Promise<unknown> {
  const shown = await client.models.show({ model: modelOf(operand, 'show') });
  if (isJson(context)) return shown;
  const { version, moves, observations, alerts, schedule } = shown;
  const lines = [
    ...describeVersion(version),
    ...moves.map(
      (move) =>
        `  ${timeText(move.atMs)} ${move.alias} ${move.from ?? '-'} -> ${move.to ?? '-'}: ${showText(move.reason)}`,
    ),
    ...observations.map((seen) => `  ${describeObservation(seen)}`),
    ...alerts.map((alert) => `  ${describeAlert(alert)}`),
    ...(schedule === null
      ? []
      : [
          `  retrained (${schedule.mode}) at ${showText(schedule.cron)} ${showText(schedule.timeZone)}, next ${schedule.nextAtMs === null ? 'never' : timeText(schedule.nextAtMs)}`,
        ]),
  ];
  await context.output.write(`${lines.join('\n')}\n`);
  return shown;
}

async function promoteModel(context: CliContext, client: SentinelClient, operand?: string): Promise<unknown> {
  const model = modelOf(operand, 'promote');
  const { version } = await client.models.show({ model: /[:@]/.test(model) ? model : `${model}@challenger` });
  const promoted = await client.models.promote({ name: version.name, number: version.number });
  context.messages.say(`${showText(promoted.name)}:${promoted.number}${aliasText(promoted)}`);
  return promoted;
}

async function rollBackModel(context: CliContext, client: SentinelClient, operand?: string): Promise<unknown> {
  const champion = await client.models.rollback({ name: modelOf(operand, 'rollback') });
  context.messages.say(`${showText(champion.name)}:${champion.number} is the champion again.`);
  return champion;
}

async function exportModel(context: CliContext, client: SentinelClient, operand?: string): Promise<unknown> {
  const out = optionOf<string>(context, 'out');
  if (out === undefined) throw new UsageError('models export needs --out FILE.');
  const exported = await client.models.export({ model: modelOf(operand, 'export'), path: resolve(out) });
  context.messages.say(`${showText(out)} (${formatBytes(exported.sizeBytes)})`);
  return { ...exported, path: out };
}

async function importModel(context: CliContext, client: SentinelClient, operand?: string): Promise<unknown> {
  if (operand === undefined) throw new UsageError('models import needs FILE.');
  const name = optionOf<string>(context, 'name');
  const version = await client.models.import({ path: resolve(operand), ...(name === undefined ? {} : { name }) });
  if (!isJson(context)) await context.output.writeLine(`${version.name}:${version.number}`);
  return version;
}

async function deleteModel(context: CliContext, client: SentinelClient, operand?: string): Promise<unknown> {
  const model = modelOf(operand, 'delete');
  if (!model.includes(':') && !model.includes('@')) {
    await client.models.remove({ name: model, number: null });
    context.messages.say(`${showText(model)} is deleted with all its versions.`);
    return { deleted: model };
  }
  const { version } = await client.models.show({ model });
  await client.models.remove({ name: version.name, number: version.number });
  context.messages.say(`${showText(version.name)}:${version.number} is deleted.`);
  return { deleted: `${version.name}:${version.number}` };
}

async function listAlerts(context: CliContext, client: SentinelClient, operand?: string): Promise<unknown> {
  const alerts = await client.models.alerts(operand === undefined ? {} : { name: operand });
  if (!isJson(context)) for (const alert of alerts) await context.output.writeLine(describeAlert(alert));
  return alerts;
}

async function showComparison(...[context, , , { session, operands }]: Parameters<Action>): Promise<unknown> {
  const compared = await compareModels(context, session, operands);
  if (!isJson(context)) await context.output.write(`${describeComparison(compared).join('\n')}\n`);
  return compared;
}

async function showDrift(...[context, , , { session, operands }]: Parameters<Action>): Promise<unknown> {
  const seen = await measureDrift(context, session, operands);
  if (isJson(context)) return seen;
  const features = seen.features.slice(0, SHOWN_FEATURES).filter(({ drift }) => drift > 0);
  const lines = features.map(({ feature, drift }) => `  ${drift.toFixed(3)}  ${showText(feature)}`);
  await context.output.write(`${[describeObservation(seen), ...lines].join('\n')}\n`);
  return seen;
}

/** A file that could not be scored is told and does not fail the rest. */
async function showScoredFiles(...[context, , , { session, operands }]: Parameters<Action>): Promise<unknown> {
  const scored = await scoreFiles(context, session, operands);
  for (const { path, error } of scored.files) {
    if (error !== null) context.messages.warn(`${showText(path)} was not scored: ${showText(error)}`);
  }
  if (isJson(context)) return scored;
  const table = new TextTable((text) => context.output.write(text));
  const columns = ['file', 'units', 'anomalous', 'highest', 'unknown events'];
  table.setColumns(columns.map((name, i) => ({ name, type: i === 0 ? 'VARCHAR' : 'DOUBLE' })));
  await table.addRows(
    scored.files.map(({ path, units, anomalies, highest, unknownShare }) => {
      return [path, formatCount(units), formatCount(anomalies), highest?.toFixed(4) ?? '-', percent(unknownShare)];
    }),
  );
  await table.end();
  return scored;
}
