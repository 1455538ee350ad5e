import { formatCount } from '#shared/base/number-text.ts';
import type { SuppressionView } from '#shared/contract/suppressions.ts';
import type { SuppressionScope } from '#shared/domain/suppression.ts';
import { withBackend } from '../backend-session.ts';
import { openExistingCase } from '../case-folder.ts';
import { type CliContext, isJson, optionOf } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { showText, toSafeJson } from '../visible-text.ts';

const DAY_MS = 86_400_000;

/**
 * `suppress [CASE]`: lists the rules that take incidents for normal; with a scope adds one, with `--remove` takes one away.
 * Without a case, or with `--all-cases`, a rule is for every case of the home.
 */
export async function runSuppress(context: CliContext, [dir]: readonly string[]): Promise<number> {
  const scope = scopeOf(context);
  const removed = optionOf<string>(context, 'remove');
  if (scope !== null && removed !== undefined) throw new UsageError('--remove takes no other scope.');
  return withBackend(context, async (session) => {
    const caseId = dir === undefined ? undefined : (await openExistingCase(session, dir)).summary.caseId;
    if (removed !== undefined) {
      const { isRemoved } = await session.client.suppressions.remove({ caseId, ruleId: removed });
      if (!isRemoved) throw new UsageError(`There is no rule ${removed}; suppress lists them.`);
    }
    if (scope !== null) {
      const days = optionOf<number>(context, 'expires');
      const expiresAtMs = days === undefined ? null : Date.now() + Math.round(days * DAY_MS);
      const reach = caseId === undefined || optionOf<boolean>(context, 'allCases') === true ? 'all' : 'case';
      const reason = optionOf<string>(context, 'reason') ?? '';
      await session.client.suppressions.add({ caseId, reach, scope, expiresAtMs, reason });
    }
    const rules = await session.client.suppressions.list({ caseId });
    if (isJson(context)) await context.output.writeLine(toSafeJson(rules, 2));
    else for (const line of describeRules(rules)) await context.output.writeLine(line);
    return ExitCode.done;
  });
}

/** Null without any part of a scope. */
function scopeOf(context: CliContext): SuppressionScope | null {
  const daily = optionOf<string>(context, 'daily');
  const scope = {
    templateId: optionOf<string>(context, 'template'),
    service: optionOf<string>(context, 'service'),
    host: optionOf<string>(context, 'host'),
    daily: daily === undefined ? undefined : parseDaily(daily),
  };
  return Object.values(scope).some((part) => part !== undefined) ? scope : null;
}

function parseDaily(text: string): { fromMinute: number; toMinute: number } {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) throw new UsageError(`--daily ${text}: give two times of the day in UTC, such as 01:00-03:30.`);
  const [, fromHour, fromMinute, toHour, toMinute] = match.map(Number);
  return { fromMinute: fromHour! * 60 + fromMinute!, toMinute: toHour! * 60 + toMinute! };
}

function describeRules(rules: readonly SuppressionView[]): string[] {
  if (rules.length === 0) return ['No rules: every incident is shown.'];
  return rules.map((rule) => {
    const { hits } = rule;
    const hidden = hits === null ? '' : `, hides ${formatCount(hits)} incident${hits === 1 ? '' : 's'}`;
    const reach = rule.reach === 'all' ? ', in all cases' : '';
    const until =
      rule.expiresAtMs === null
        ? ''
        : `, ${rule.isExpired ? 'ended' : 'until'} ${new Date(rule.expiresAtMs).toISOString()}`;
    const reason = rule.reason === '' ? '' : `: ${showText(rule.reason)}`;
    return `${rule.ruleId}  ${describeScope(rule.scope)}${reach}${hidden}${until}${reason}`;
  });
}

function describeScope({ templateId, service, host, daily }: SuppressionScope): string {
  const time = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const parts = [
    templateId === undefined ? null : `template ${showText(templateId)}`,
    service === undefined ? null : `service ${showText(service)}`,
    host === undefined ? null : `host ${showText(host)}`,
    daily === undefined ? null : `${time(daily.fromMinute)}-${time(daily.toMinute)} UTC`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
