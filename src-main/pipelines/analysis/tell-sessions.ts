import type { Contribution, IncidentClaim } from '#shared/domain/detection.ts';
import { sqlString } from '../../lake/engine.ts';
import { parseSessionKey, patternSql } from '../../lake/session-sql.ts';
import { ENSEMBLE } from '../../models/detectors.ts';
import type { ToldCause } from './tell-cause.ts';
import { formatCount, formatNumber, quoteTemplate } from './wording.ts';

export interface TellSessionsContext {
  /** Session setting of the run. */
  readonly session: string;
  readonly sessionCount: number;
  readonly templateText: (templateId: string) => string;
  /** First cell of the first row, as a number. */
  readonly run: (sql: string) => Promise<number>;
}

/** A statement in fewer than this share of the sessions is rare. */
export const RARE_SHARE = 0.05;

/**
 * Says what anomalous sessions with the same leading feature have in common.
 * @param lead What stands out in the first of them; null when no detector can say.
 */
export async function tellSessions(
  keys: readonly string[],
  lead: Contribution | null,
  context: TellSessionsContext,
): Promise<ToldCause> {
  const who = keys.length === 1 ? `session ${keys[0]}` : formatCount(keys.length, 'session');
  const members = `SELECT count(*) FROM anomalies WHERE unit_id IN (${keys.map((key) => sqlString(key)).join(', ')})`;
  const claims: IncidentClaim[] = [
    { label: 'sessions of the incident', value: keys.length, unit: 'sessions', sql: members },
  ];
  if (lead === null) return { text: `${who} had an unusual combination of events`, claims };
  if (lead.templateId === null) {
    return { text: `${who} had an unusual ${lead.feature.replace(/ severity>=/, ' of severity ')}`, claims };
  }
  const quoted = quoteTemplate(context.templateText(lead.templateId));
  const holders = await claimHolders(lead.templateId, context, claims);
  const spread = `which ${formatNumber(holders)} of ${formatCount(context.sessionCount, 'session')} have`;
  if (lead.actual === 0) return { text: `${who} never logged ${quoted}, ${spread}`, claims };
  if (holders < RARE_SHARE * context.sessionCount)
    return { text: `${who} logged the rare ${quoted}, ${spread}`, claims };
  const { actual, usual } = await claimCounts(keys[0] ?? '', lead.templateId, context, claims);
  return { text: `${who} ${tellCounts(quoted, { actual, usual }, keys)}`, claims };
}

/** More or fewer than usual; as many as usual are only odd beside the session's other events. */
function tellCounts(
  quoted: string,
  { actual, usual }: { readonly actual: number; readonly usual: number },
  keys: readonly string[],
): string {
  const times = `${formatCount(actual, 'time')}${keys.length === 1 ? '' : ` in ${keys[0]}`}`;
  if (actual === usual) return `logged ${quoted} as often as usual (${times}), but in an unusual combination of events`;
  return `logged ${quoted} ${actual < usual ? 'only ' : ''}${times}, where ${formatNumber(usual)} ${usual === 1 ? 'is' : 'are'} usual`;
}

/** How many sessions have a statement, and how many sessions there are. */
async function claimHolders(
  templateId: string,
  context: TellSessionsContext,
  claims: IncidentClaim[],
): Promise<number> {
  const sql = `SELECT count(DISTINCT ${keySql(context.session)}) FROM events WHERE template_id = ${sqlString(templateId)}`;
  const holders = await context.run(sql);
  claims.push(
    { label: 'sessions with the statement', value: holders, unit: 'sessions', sql },
    {
      label: 'sessions in all',
      value: context.sessionCount,
      unit: 'sessions',
      sql: `SELECT count(*) FROM scores WHERE detector = ${sqlString(ENSEMBLE)}`,
    },
  );
  return holders;
}

async function claimCounts(
  key: string,
  templateId: string,
  context: TellSessionsContext,
  claims: IncidentClaim[],
): Promise<{ actual: number; usual: number }> {
  const expression = keySql(context.session);
  const statement = `template_id = ${sqlString(templateId)}`;
  const own = `SELECT count(*) FROM events WHERE ${statement} AND ${expression} = ${sqlString(key)}`;
  const median = `SELECT median(n) FROM (SELECT count(*) AS n FROM events WHERE ${statement} GROUP BY ${expression})`;
  const actual = await context.run(own);
  const usual = await context.run(median);
  claims.push(
    { label: `events of the statement in ${key}`, value: actual, unit: 'events', sql: own },
    { label: 'median over the sessions that have it', value: usual, unit: 'events', sql: median },
  );
  return { actual, usual };
}

/** SQL over `events`: an event's session key as far as its content or fields tell. */
export function keySql(session: string): string {
  const key = parseSessionKey(session);
  return key.kind === 'field' ? `(${key.expression})::VARCHAR` : patternSql(key, sqlString(key.pattern), 'content');
}
