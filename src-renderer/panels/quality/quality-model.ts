import type { AnalysisDocument, FileReport } from '#shared/contract/analysis-document.ts';
import type { LayerCheck } from '#shared/contract/quality.ts';
import { addAccounts, EMPTY_ACCOUNT, isBalanced, type LineAccount } from '#shared/domain/line-account.ts';
import { detectorText } from '../../ui/detector-text.ts';
import { formatBytes, formatCount, formatPercent, formatPlural } from '../../ui/format.ts';

export type CheckState = 'pass' | 'note' | 'fail';

/** One thing that can be right or wrong with a case, said in a sentence. */
export interface QualityCheck {
  readonly name: string;
  readonly state: CheckState;
  readonly detail: string;
}

/** Checks recounted here from the files' own numbers, not taken from a flag of the engine. */
export function qualityChecks(document: AnalysisDocument): readonly QualityCheck[] {
  const { files, totals } = document;
  const off = files.filter((file) => !isBalanced(file));
  const sum = files.reduce<LineAccount>((all, file) => addAccounts(all, file), EMPTY_ACCOUNT);
  const sumFits = sum.lines === totals.lines && sum.events === totals.events && sum.bytesIn === totals.bytesIn;
  const whole = files.filter((file) => file.status === 'whole').length;
  const unsure = files.filter((file) => file.formatConfidence !== null && file.formatConfidence < 0.9);
  const fallbacks = document.detectors.filter((detector) => detector.fallback !== null);
  return [
    {
      name: 'Every line accounted for',
      state: off.length === 0 ? 'pass' : 'fail',
      detail:
        off.length === 0
          ? `${formatPlural(files.length, 'file')}: lines equal events, continuations, blank and rejected lines together.`
          : `Does not add up in ${off.map((file) => file.path).join(', ')}.`,
    },
    {
      name: 'Files add up to the total',
      state: sumFits ? 'pass' : 'fail',
      detail: `${formatCount(sum.lines)} lines and ${formatBytes(sum.bytesIn)} over all files; the total says ${formatCount(totals.lines)} and ${formatBytes(totals.bytesIn)}.`,
    },
    {
      name: 'Files read to their end',
      state: whole === files.length ? 'pass' : 'fail',
      detail:
        whole === files.length
          ? 'All of them.'
          : `${whole} of ${files.length}; the others are listed with their errors.`,
    },
    {
      name: 'Rejected lines',
      state: totals.rejectedLines === 0 ? 'pass' : 'note',
      detail:
        totals.rejectedLines === 0
          ? 'None.'
          : `${formatPlural(totals.rejectedLines, 'line')} (${formatPercent(totals.rejectedLines / Math.max(1, totals.lines))}) kept as read, without an event.`,
    },
    {
      name: 'Formats recognised',
      state: unsure.length === 0 ? 'pass' : 'note',
      detail:
        unsure.length === 0
          ? 'With at least 90 % of the sample explained.'
          : `Less than 90 % explained in ${unsure.map((file) => file.path).join(', ')}.`,
    },
    {
      name: 'Detectors',
      state: fallbacks.length === 0 ? 'pass' : 'note',
      detail:
        document.detectors.length === 0
          ? 'Not run yet.'
          : fallbacks.length === 0
            ? `${document.detectors.map((detector) => detectorText(detector.name)).join(', ')}: all answered themselves.`
            : fallbacks
                .map(
                  (detector) => `${detectorText(detector.name)}: statistical baseline instead (${detector.fallback})`,
                )
                .join('; '),
    },
  ];
}

export interface LayerSummary {
  readonly name: string;
  readonly state: CheckState;
  readonly detail: string;
  /** Checks that did not pass, failures first. */
  readonly notable: readonly LayerCheck[];
}

const LAYER_TEXT: Readonly<Record<LayerCheck['layer'], string>> = {
  bronze: 'Bronze: lines as read',
  silver: 'Silver: events',
  gold: 'Gold: features and scores',
};

/** Layers in reading order; those that were not checked yet are left out. */
export function summariseLayers(checks: readonly LayerCheck[]): readonly LayerSummary[] {
  return (['bronze', 'silver', 'gold'] as const).flatMap((layer) => {
    const own = checks.filter((check) => check.layer === layer);
    if (own.length === 0) return [];
    const failed = own.filter((check) => check.status === 'fail');
    const notable = [...failed, ...own.filter((check) => check.status === 'warn')];
    const state = failed.length > 0 ? 'fail' : notable.length > 0 ? 'note' : 'pass';
    const passed = own.length - notable.length;
    const detail = `${passed} of ${formatPlural(own.length, 'check')} passed.`;
    return [{ name: LAYER_TEXT[layer], state, detail, notable }];
  });
}

/** Files with trouble first: rejected, partial, then those with warnings, then the rest in reading order. */
export function orderFiles(files: readonly FileReport[]): readonly FileReport[] {
  const rank = (file: FileReport) => {
    if (!isBalanced(file)) return 0;
    if (file.status === 'rejected') return 1;
    if (file.status === 'partial') return 2;
    if (file.errors.length > 0) return 3;
    return file.warnings.length > 0 ? 4 : 5;
  };
  return files.toSorted((a, b) => rank(a) - rank(b));
}
