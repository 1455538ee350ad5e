import type { IncidentClaim } from '#shared/domain/detection.ts';
import { SEVERITY_NAMES } from '#shared/domain/severity.ts';
import {
  countSql,
  elsewhereSql,
  type LinkExpression,
  medianSql,
  scaleToSpan,
  topShareSql,
  transitionClaims,
  type TimeSpan,
  usualSql,
} from './claim-sql.ts';
import { answeredWithin, followedSql, missedBeatsSql, periodSql } from './missed-sql.ts';
import type { IncidentCause } from './fold-windows.ts';
import { formatCount, formatDuration, formatNumber, formatRatio, formatTime, quoteTemplate } from './wording.ts';
import type { WindowSums } from './window-sums.ts';

/** What telling a cause needs of the case. */
export interface TellContext {
  readonly span: TimeSpan;
  /** The span with as much before and after as makes a fair "usual". */
  readonly around: TimeSpan;
  readonly templateText: (templateId: string) => string;
  readonly linkOf: (templateId: string) => LinkExpression | null;
  /** Counts known without a query. */
  readonly sums: WindowSums;
  /**
   * Runs a claim's query. @param within Where the events it asks for lie; null: anywhere.
   * @returns Cells of its first row; numbers as numbers.
   */
  readonly run: (sql: string, within: TimeSpan | null) => Promise<readonly unknown[]>;
}

/** A clause of the sentence with the queries behind its numbers. */
export interface ToldCause {
  readonly text: string;
  readonly claims: readonly IncidentClaim[];
}

/** Says one cause of an incident in words whose numbers come from queries. */
export async function tellCause(cause: IncidentCause, context: TellContext): Promise<ToldCause> {
  const teller = new Teller(cause, context);
  switch (cause.kind) {
    case 'newTemplate':
      return teller.newTemplate();
    case 'silence':
    case 'drop':
      return cause.finding.spec.measure === 'missed' ? teller.overdue() : teller.silence();
    case 'unanswered':
      return teller.unanswered();
    case 'slow':
    case 'valueShift':
      return teller.value();
    case 'hotKey':
      return teller.hotKey();
    case 'reorder':
      return teller.reorder();
    default:
      return teller.count();
  }
}

class Teller {
  private readonly cause: IncidentCause;
  private readonly context: TellContext;
  private readonly claims: IncidentClaim[] = [];

  constructor(cause: IncidentCause, context: TellContext) {
    this.cause = cause;
    this.context = context;
  }

  async count(): Promise<ToldCause> {
    const actual = await this.claimCount(`${this.noun(2)} in the incident`);
    const text = `${this.subject} logged ${formatNumber(actual)} ${this.noun(actual)}${this.quote} in ${this.duration}`;
    if (this.isByModel) return this.told(`${text}, more than was usual where the model was trained`);
    const usual = await this.claimUsual(`usual ${this.noun(2)} in ${this.duration}`);
    return this.told(`${text}, ${formatRatio(actual, usual)}`);
  }

  async newTemplate(): Promise<ToldCause> {
    const actual = await this.claimCount('events of the new statement in the incident');
    const elsewhere = await this.claimElsewhere('events of the statement outside the incident');
    const other = elsewhere === 0 ? 'never seen before or after' : `${formatNumber(elsewhere)} elsewhere in the log`;
    return this.told(
      `${this.subject} logged a ${elsewhere === 0 ? 'new' : 'rare'} statement${this.quote} ${formatCount(actual, 'time')} in ${this.duration}, ${other}`,
    );
  }

  async silence(): Promise<ToldCause> {
    const actual = await this.claimCount(`${this.noun(2)} in the incident`);
    const what = actual === 0 ? `no ${this.noun(1)}` : `only ${formatNumber(actual)} ${this.noun(actual)}`;
    const text = `${this.subject} logged ${what}${this.quote} for ${this.duration}`;
    if (this.isByModel) return this.told(`${text}, fewer than were usual where the model was trained`);
    const usual = await this.claimUsual(`usual ${this.noun(2)} in ${this.duration}`);
    return this.told(`${text} where ${formatNumber(usual)} are usual`);
  }

  async overdue(): Promise<ToldCause> {
    const { lineage } = this.spec;
    const { span } = this.context;
    const missed = await this.claim(
      'beats due in the incident that did not come',
      'beats',
      missedBeatsSql(lineage, span),
      null,
    );
    const period = await this.claim('time between two beats around the incident', 's', periodSql(lineage, span), null);
    const what = missed === 0 ? 'was late with' : `missed ${formatCount(missed, 'beat')} of`;
    return this.told(`${this.subject} ${what}${this.quote}, which comes every ${formatDuration(period)}`);
  }

  async unanswered(): Promise<ToldCause> {
    const { lineage } = this.spec;
    const { span, around, linkOf } = this.context;
    const link = linkOf(lineage.templateId ?? '');
    if (link === null) return this.count();
    const open = await this.claim(
      'times the statement was the last of its key in the incident',
      'events',
      followedSql(lineage, link, { span, isFollowed: false }),
      answeredWithin(span),
    );
    const usual = await this.claim(
      'times it was followed around the incident',
      'events',
      followedSql(lineage, link, { span: around, isFollowed: true }),
      answeredWithin(around),
    );
    return this.told(
      `nothing came after${this.quote} of ${this.subject} ${formatCount(open, 'time')} in ${this.duration}, which was followed ${formatCount(usual, 'time')} in the time around it`,
    );
  }

  async value(): Promise<ToldCause> {
    const { lineage, unit } = this.spec;
    const parameter = Number(lineage.parameter);
    if (lineage.templateId === null || !Number.isInteger(parameter)) return this.timesOfService();
    const { span, around } = this.context;
    const actual = await this.claim('median in the incident', unit, medianSql(lineage, parameter, span, null), span);
    if (this.isByModel) return this.valueByModel(actual, unit);
    const usual = await this.claim('median around the incident', unit, medianSql(lineage, parameter, around, span));
    const shown = unit === '1' || unit === '' ? '' : ` ${unit}`;
    const verb = this.cause.kind === 'slow' ? 'took' : `changed value ${parameter}${this.quote}: the median is`;
    const where = this.cause.kind === 'slow' ? ` for${this.quote}` : '';
    const ratio = usual > 0 ? `, ${formatNumber(actual / usual)}x its usual ${formatNumber(usual)}${shown}` : '';
    return this.told(`${this.subject} ${verb} ${formatNumber(actual)}${shown}${where} in ${this.duration}${ratio}`);
  }

  /** Without "usual" from the log around it, which is as unusual as this. */
  private valueByModel(actual: number, unit: string): ToldCause {
    const shown = unit === '1' || unit === '' ? '' : ` ${unit}`;
    const side = this.cause.finding.surprise > 0 ? 'more' : 'less';
    return this.told(
      `${this.subject} had a median of ${formatNumber(actual)}${shown}${this.quote} for ${this.duration}, ${side} than was usual where the model was trained`,
    );
  }

  async hotKey(): Promise<ToldCause> {
    const { lineage } = this.spec;
    const parameter = Number(lineage.parameter);
    const { span, around } = this.context;
    const sql = topShareSql(lineage, parameter, span, null);
    const [cell, value] = await this.context.run(sql, span);
    const share = typeof cell === 'number' ? cell : 0;
    this.claims.push({ label: 'share of the most frequent value in the incident', value: share, unit: '%', sql });
    const usual = await this.claim(
      'share of the most frequent value around it',
      '%',
      topShareSql(lineage, parameter, around, span),
    );
    const key = quoteTemplate(typeof value === 'string' ? value : '');
    return this.told(
      `one value ${key} made up ${formatNumber(share)} % of ${this.subject}${this.quote} in ${this.duration}, where the top value usually has ${formatNumber(usual)} %`,
    );
  }

  async reorder(): Promise<ToldCause> {
    const { lineage } = this.spec;
    const { span, around, linkOf, templateText } = this.context;
    const link = linkOf(lineage.templateId ?? '');
    const before = quoteTemplate(templateText(lineage.previousTemplateId ?? ''));
    const after = quoteTemplate(templateText(lineage.templateId ?? ''));
    if (link === null) return this.told(`${before} and ${after} came in another order for ${this.duration}`);
    const { insideSql, outsideSql, bothSql } = transitionClaims(lineage, link, { span, around });
    const [actual = 0, rest = 0] = (await this.context.run(bothSql, around)).map(Number);
    const transitions = (label: string, value: number, sql: string): void =>
      void this.claims.push({ label, value, unit: 'transitions', sql });
    transitions('times in this order in the incident', actual, insideSql);
    transitions('times in this order in the time around it', rest, outsideSql);
    const isMore = this.cause.finding.surprise > 0;
    const usual = `against ${formatNumber(rest)} in the time around it`;
    const claim = isMore
      ? `directly followed ${before} ${formatCount(actual, 'time')}`
      : `followed ${before} only ${formatCount(actual, 'time')}`;
    return this.told(`steps changed their order: ${after} ${claim} in ${this.duration}, ${usual}`);
  }

  /** All times of a service together: told by the number of events it wrote, each of which was measured. */
  private async timesOfService(): Promise<ToldCause> {
    const { lineage } = this.spec;
    const actual = await this.claim(
      'events in the incident',
      'events',
      countSql({ ...lineage, parameter: null }, this.context.span),
    );
    const change = this.cause.finding.surprise > 0 ? 'slower' : 'faster';
    return this.told(
      `${this.subject} became ${change}: the times in its ${formatCount(actual, 'event')} of ${this.duration} are far from usual`,
    );
  }

  /** The strongest finding left the model's level: the rest of the log is no yardstick. */
  private get isByModel(): boolean {
    return this.cause.finding.isByModel;
  }

  private get spec() {
    return this.cause.finding.spec;
  }

  private get duration(): string {
    const { fromNs, toNs } = this.context.span;
    return formatDuration(Number(toNs - fromNs) / 1e9);
  }

  private get subject(): string {
    const { service, host } = this.spec.lineage;
    if (service !== null && host !== null) return `${service} on ${host}`;
    return service ?? host ?? 'the log';
  }

  private get quote(): string {
    const { templateId } = this.spec.lineage;
    return templateId === null ? '' : ` ${quoteTemplate(this.context.templateText(templateId))}`;
  }

  private noun(count: number): string {
    const { minimumBand } = this.spec.lineage;
    const isError = this.cause.kind === 'errors' && (minimumBand === null || SEVERITY_NAMES[minimumBand] === 'error');
    if (!isError && this.cause.kind === 'errors') return count === 1 ? 'warning or error' : 'warnings and errors';
    const word = isError ? 'error' : 'event';
    return count === 1 ? word : `${word}s`;
  }

  private async claimCount(label: string): Promise<number> {
    const { lineage } = this.spec;
    const { span, sums } = this.context;
    return this.claimKnown(label, countSql(lineage, span), sums.countIn(lineage, span));
  }

  private async claimUsual(label: string): Promise<number> {
    const { lineage } = this.spec;
    const { span, around, sums } = this.context;
    const inside = sums.countIn(lineage, span);
    const all = sums.countIn(lineage, around);
    // The engine rounds halves away from zero as well.
    const usual =
      inside === null || all === null ? null : Math.round((all - inside) * scaleToSpan(span, around) * 10) / 10;
    return this.claimKnown(label, usualSql(lineage, span, around), usual);
  }

  private async claimElsewhere(label: string): Promise<number> {
    const { lineage } = this.spec;
    const { span, sums } = this.context;
    const inside = sums.countIn(lineage, span);
    const all = sums.countAll(lineage);
    const value = inside === null || all === null ? null : all - inside;
    return this.claimKnown(label, elsewhereSql(lineage, span), value, null);
  }

  /** A claim on events whose value the windows hold already; asked for only when they do not. */
  private async claimKnown(
    label: string,
    sql: string,
    value: number | null,
    within: TimeSpan | null = this.context.around,
  ): Promise<number> {
    if (value === null) return this.claim(label, 'events', sql, within);
    this.claims.push({ label, value, unit: 'events', sql });
    return value;
  }

  /** @param within Where the events it asks for lie; null: anywhere. Default: around the incident. */
  private async claim(
    label: string,
    unit: string,
    sql: string,
    within: TimeSpan | null = this.context.around,
  ): Promise<number> {
    const [cell] = await this.context.run(sql, within);
    const value = typeof cell === 'number' || typeof cell === 'bigint' ? Number(cell) : 0;
    this.claims.push({ label, value, unit, sql });
    return value;
  }

  private told(text: string): ToldCause {
    return { text, claims: this.claims };
  }
}

/** The sentence of an incident: its causes, and when it began. */
export function joinSentence(told: readonly ToldCause[], fromNs: bigint | null): string {
  const [first, ...rest] = told.map(({ text }) => text);
  const start = fromNs === null ? '' : `, from ${formatTime(fromNs)}`;
  const also = rest.length === 0 ? '' : `; also: ${rest.join('; ')}`;
  return `${first ?? 'Something is unusual'}${start}${also}`;
}
