import type { UnitColumns } from '#shared/domain/feature-table.ts';
import { compareText } from '../../models/contributions.ts';
import type { IncidentKind, WindowFinding } from './incident-kinds.ts';

/** An anomalous window with what stands out in it, strongest first. */
export interface AnomalousWindow {
  readonly unit: number;
  readonly score: number;
  readonly findings: readonly WindowFinding[];
}

/** A feature over all windows of an incident. */
export interface IncidentCause {
  readonly finding: WindowFinding;
  readonly kind: IncidentKind;
  /** Summed surprise. */
  readonly weight: number;
}

/** Windows that tell of one thing. */
export interface FoldedWindows {
  /** Ascending. */
  readonly units: readonly number[];
  readonly score: number;
  /** One a kind, strongest first: never empty unless no window has a finding. */
  readonly causes: readonly IncidentCause[];
  readonly kinds: readonly IncidentKind[];
  readonly entities: readonly string[];
  readonly templateIds: readonly string[];
}

/** Windows may be missing between two of one incident: one that scored just below the threshold. */
const MAX_GAP_SECONDS = 180;
const MAX_GAP_WINDOWS = 2;
/** A finding speaks for its window when it has this share of the strongest one's surprise. */
const LOUD_SHARE = 0.4;
const KIND_SHARE = 0.25;
/** A statement never seen before is told from this share of the strongest cause on: it explains the others. */
const NEW_SHARE = 0.05;
/** A more specific feature is preferred when it has this share of the strongest one's weight. */
const SPECIFIC_SHARE = 0.5;

/** Folds anomalous windows (ascending) that are close in time and share a service, host or template. */
export function foldWindows(windows: readonly AnomalousWindow[], units: UnitColumns): FoldedWindows[] {
  const step = units.stepSeconds ?? 60;
  const reach = Math.max(MAX_GAP_WINDOWS * step, Math.min(MAX_GAP_SECONDS, MAX_GAP_WINDOWS * step + MAX_GAP_SECONDS));
  const open: { members: AnomalousWindow[]; subjects: Set<string> }[] = [];
  for (const window of windows) {
    const subjects = subjectsOf(window);
    const start = units.startSeconds[window.unit]!;
    const home = open.findLast(({ members, subjects: known }) => {
      const last = members.at(-1)!.unit;
      return start - units.endSeconds[last]! <= reach && isSharing(known, subjects);
    });
    if (home === undefined) open.push({ members: [window], subjects });
    else {
      home.members.push(window);
      for (const subject of subjects) home.subjects.add(subject);
    }
  }
  return open.map(({ members }) => summarise(members));
}

function isSharing(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size === 0 || b.size === 0) return true;
  for (const subject of b) if (a.has(subject)) return true;
  return false;
}

/** Services, hosts and templates of the findings that speak for a window. */
function subjectsOf({ findings }: AnomalousWindow): Set<string> {
  const subjects = new Set<string>();
  for (const { spec } of loudest(findings)) {
    const { service, host, templateId } = spec.lineage;
    if (service !== null) subjects.add(`service ${service}`);
    if (host !== null) subjects.add(`host ${host}`);
    if (templateId !== null) subjects.add(`template ${templateId}`);
  }
  return subjects;
}

function loudest(findings: readonly WindowFinding[]): WindowFinding[] {
  const most = Math.abs(findings[0]?.surprise ?? 0);
  return findings.filter(({ surprise }) => Math.abs(surprise) >= LOUD_SHARE * most);
}

function summarise(members: readonly AnomalousWindow[]): FoldedWindows {
  const causes = withoutEchoes(rankCauses(members));
  const top = causes.reduce((most, { weight }) => Math.max(most, weight), 0);
  const strong = causes.filter(({ weight, kind }) => weight >= (kind === 'newTemplate' ? NEW_SHARE : KIND_SHARE) * top);
  const told = strong.filter(({ kind }) => kind !== 'drop');
  const kept = told.length > 0 ? told : strong;
  const byKind = kept.filter((cause, i) => kept.findIndex(({ kind }) => kind === cause.kind) === i);
  return {
    units: members.map(({ unit }) => unit),
    score: Math.max(...members.map(({ score }) => score)),
    causes: byKind,
    kinds: byKind.map(({ kind }) => kind),
    entities: namesOf(kept, ({ service, host }) => [service, host]),
    templateIds: namesOf(kept, ({ templateId, previousTemplateId }) => [templateId, previousTemplateId]),
  };
}

/** Events that fail to come, or come anew, change what follows what: the order is then no cause of its own. */
function withoutEchoes(causes: readonly IncidentCause[]): IncidentCause[] {
  const heaviest = (isWanted: (cause: IncidentCause) => boolean): number =>
    causes.reduce((most, cause) => (isWanted(cause) ? Math.max(most, cause.weight) : most), 0);
  const order = heaviest(({ kind }) => kind === 'reorder');
  const counts = heaviest(
    ({ kind, finding }) => kind !== 'reorder' && kind !== 'drop' && finding.spec.measure === 'count',
  );
  const silence = heaviest(({ kind }) => kind === 'silence');
  const isEcho = counts >= ECHO_SHARE * order || silence >= SILENCE_SHARE * order;
  return causes.filter(({ kind }) => kind !== 'reorder' || !isEcho);
}

/** Changed counts of this share of a changed order's weight explain it. */
const ECHO_SHARE = 0.3;
/** Silence does with less: every order that what is missing was part of changes at once. */
const SILENCE_SHARE = 0.1;

/** Every feature with its summed surprise; more specific ones come before the totals they explain. */
function rankCauses(members: readonly AnomalousWindow[]): IncidentCause[] {
  const byColumn = new Map<string, { finding: WindowFinding; weight: number }>();
  for (const { findings } of members) {
    for (const finding of findings) {
      const key = `${finding.column} ${Math.sign(finding.surprise)}`;
      const known = byColumn.get(key);
      const weight = (known?.weight ?? 0) + Math.abs(finding.surprise);
      const isStronger = known === undefined || Math.abs(finding.surprise) > Math.abs(known.finding.surprise);
      byColumn.set(key, { finding: isStronger ? finding : known.finding, weight });
    }
  }
  const causes = [...byColumn.values()].map(({ finding, weight }) => ({ finding, weight, kind: finding.kind }));
  const top = causes.reduce((most, { weight }) => Math.max(most, weight), 0);
  const rank = (cause: IncidentCause): number => {
    const isLoud = cause.weight >= (cause.kind === 'newTemplate' ? NEW_SHARE : SPECIFIC_SHARE) * top;
    return isLoud ? 1 + specificity(cause.finding) + cause.weight / (top * 10) : cause.weight / top;
  };
  return causes.sort((a, b) => rank(b) - rank(a) || compareText(a.finding.spec.name, b.finding.spec.name));
}

/** Statements say more than levels, levels more than hosts, hosts more than services, services more than everything. */
function specificity({ spec, kind, surprise }: WindowFinding): number {
  const { templateId, previousTemplateId, minimumBand, host, service, parameter } = spec.lineage;
  if (kind === 'newTemplate') return 6;
  // A whole service that falls silent says more than each of its statements.
  if (kind === 'silence' && templateId === null && service !== null) return host === null ? 5.5 : 4.5;
  if (previousTemplateId !== null) return surprise > 0 ? 4 : 3;
  if (templateId !== null) return 5;
  if (minimumBand !== null || parameter !== null) return 3;
  if (host !== null) return 2;
  return service !== null ? 1 : 0;
}

function namesOf(
  causes: readonly IncidentCause[],
  pick: (lineage: WindowFinding['spec']['lineage']) => (string | null)[],
): string[] {
  const names = causes.flatMap(({ finding }) => pick(finding.spec.lineage)).filter((name) => name !== null);
  return [...new Set(names)].slice(0, 8);
}
