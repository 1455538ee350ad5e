import type { FeatureSpec } from '#shared/domain/feature-table.ts';
import { TIME_UNITS } from '../../features/window-columns.ts';
import type { StudiedTable } from '../../models/window-study.ts';
import { findingsOfWindow } from '../../models/window-study.ts';

/** What an incident is about; `drop` is kept inside (fewer, but not none) and shown only when nothing else explains it. */
export type IncidentKind =
  | 'spike'
  | 'errors'
  | 'silence'
  | 'newTemplate'
  | 'slow'
  | 'reorder'
  | 'valueShift'
  | 'hotKey'
  | 'rareSequence'
  | 'unanswered'
  | 'drop';

/** One feature that left its usual level in one window. */
export interface WindowFinding {
  readonly spec: FeatureSpec;
  /** Column of the study. */
  readonly column: number;
  readonly kind: IncidentKind;
  /** Signed: positive above the usual level. */
  readonly surprise: number;
  readonly actual: number;
  readonly typical: number;
  /** It left the level of a trained model: its own log may hold nothing else. */
  readonly isByModel: boolean;
}

/** What the sentences need to know of templates beyond their text. */
export interface TemplateFacts {
  /** Highest severity band (index into SEVERITY_NAMES) of each template id. */
  readonly bands: ReadonlyMap<string, number>;
  /** First and last window with the template, and how many windows have it. */
  readonly presence: ReadonlyMap<string, TemplatePresence>;
  readonly windowCount: number;
}

export interface TemplatePresence {
  readonly first: number;
  readonly windows: number;
}

const ERROR_BAND = 5;
const WARN_BAND = 4;
/** Less than this share of the usual count is silence. */
const SILENCE_SHARE = 0.2;
/** A template is new when it first comes after this share of the log and in at most this share of its windows. */
const WARM_UP_SHARE = 0.02;
const NEW_SHARE = 0.02;
/** A mean has to move by a tenth to be told, however sure the move is. */
const MIN_LOG_CHANGE = 0.1;
/** A transition is only told when the counts of its templates do not explain it. */
const EXPLAINING_SHARE = 0.4;

/** Everything that stands out in one window, strongest first, without transitions that changed counts explain. */
export function findingsAt(
  study: StudiedTable,
  windowCount: number,
  window: number,
  facts: TemplateFacts,
): WindowFinding[] {
  const all = findingsOfWindow(study, windowCount, window).map(({ column, position }) => {
    const { column: feature, findings } = study.columns[column]!;
    const surprise = findings.surprise[position]!;
    const actual = findings.actual[position]!;
    const typical = findings.typical[position]!;
    const { spec } = feature;
    const isByModel = findings.isByModel?.[position] === 1;
    return {
      spec,
      column,
      surprise,
      actual,
      typical,
      isByModel,
      kind: kindOf(spec, { surprise, actual, typical }, facts),
    };
  });
  const ofTemplate = new Map<string, number>();
  for (const { spec, surprise } of all) {
    const { templateId, previousTemplateId } = spec.lineage;
    if (spec.measure !== 'count' || templateId === null || previousTemplateId !== null) continue;
    ofTemplate.set(templateId, Math.max(ofTemplate.get(templateId) ?? 0, Math.abs(surprise)));
  }
  return all
    .filter(({ spec, surprise, actual, typical }) => {
      if (spec.measure === 'mean') return Math.abs(actual - typical) >= MIN_LOG_CHANGE;
      const { templateId, previousTemplateId } = spec.lineage;
      if (previousTemplateId === null) return true;
      const explained = Math.max(ofTemplate.get(templateId ?? '') ?? 0, ofTemplate.get(previousTemplateId) ?? 0);
      return explained < EXPLAINING_SHARE * Math.abs(surprise);
    })
    .sort((a, b) => Math.abs(b.surprise) - Math.abs(a.surprise) || a.column - b.column);
}

function kindOf(
  spec: FeatureSpec,
  { surprise, actual, typical }: { surprise: number; actual: number; typical: number },
  facts: TemplateFacts,
): IncidentKind {
  const { templateId, previousTemplateId, minimumBand } = spec.lineage;
  if (spec.measure === 'share') return 'hotKey';
  if (spec.measure === 'missed') return spec.unit === 'beats' ? 'silence' : 'unanswered';
  if (spec.measure === 'mean') return surprise > 0 && isDuration(spec) ? 'slow' : 'valueShift';
  if (previousTemplateId !== null) return 'reorder';
  if (surprise < 0) return actual <= SILENCE_SHARE * typical ? 'silence' : 'drop';
  if (templateId !== null && isNew(templateId, facts)) return 'newTemplate';
  const band = minimumBand ?? (templateId === null ? 0 : (facts.bands.get(templateId) ?? 0));
  return band >= ERROR_BAND || (minimumBand ?? 0) >= WARN_BAND ? 'errors' : 'spike';
}

function isDuration(spec: FeatureSpec): boolean {
  return TIME_UNITS.has(spec.unit) || (spec.lineage.parameter ?? '').startsWith('all ');
}

function isNew(templateId: string, { presence, windowCount }: TemplateFacts): boolean {
  const known = presence.get(templateId);
  if (known === undefined) return false;
  return known.first >= WARM_UP_SHARE * windowCount && known.windows <= Math.max(3, NEW_SHARE * windowCount);
}

/** Where each template comes first and in how many windows, from the count columns of a window table. */
export function templatePresence(study: StudiedTable): Map<string, TemplatePresence> {
  const presence = new Map<string, TemplatePresence>();
  for (const { column } of study.columns) {
    const { templateId, previousTemplateId } = column.spec.lineage;
    if (column.spec.measure !== 'count' || templateId === null || previousTemplateId !== null) continue;
    const known = presence.get(templateId);
    presence.set(templateId, {
      first: Math.min(known?.first ?? Infinity, column.rows?.[0] ?? 0),
      windows: (known?.windows ?? 0) + (column.rows?.length ?? column.values.length),
    });
  }
  return presence;
}
