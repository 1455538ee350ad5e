import type { z } from 'zod';
import { formatBytes, formatCount, formatSpan } from '#shared/base/number-text.ts';
import type { modelAlertSchema, modelObservationSchema, modelVersionSchema } from '#shared/contract/model-versions.ts';
import { showText } from './visible-text.ts';

type Version = z.infer<typeof modelVersionSchema>;
type Alert = z.infer<typeof modelAlertSchema>;

/** A version for a person, a few lines. Safe for a terminal. */
export function describeVersion(version: Version): string[] {
  const { features, training, metrics } = version;
  const isTable = features.unitKind === 'row';
  const units = isTable
    ? 'rows'
    : features.unitKind === 'session'
      ? 'sessions'
      : `windows of ${features.windowSeconds} s`;
  const content = isTable
    ? `${formatCount(training.features)} columns`
    : `${formatCount(training.events)} events, ${formatCount(training.features)} features of ${formatCount(training.templates)} templates`;
  const only = training.only === 'normal' ? 'normal ' : '';
  const leftOut = training.leftOut === 0 ? '' : `, ${formatCount(training.leftOut)} left out`;
  const took = version.trainSeconds === null ? '' : ` in ${formatSpan(version.trainSeconds)}`;
  const held = metrics.heldOutUnits;
  return [
    `${showText(version.name)}:${version.number}${aliasText(version)}, ${version.origin} ${timeText(version.createdAtMs)}${took}, ${formatBytes(version.sizeBytes)}`,
    `  ${formatCount(training.units)} ${only}${units}${leftOut}, ${content}, seed ${training.seed}`,
    `  threshold ${metrics.threshold.toFixed(4)}: ${percent(metrics.heldOutAlarmShare)} of ${formatCount(held)} units that calibrated lie above it`,
    ...labelledText(metrics.labelled),
    `  training data ${training.fingerprint.slice(0, 16)}, model ${version.artifactHash.slice(0, 16)}`,
  ];
}

function labelledText(labelled: Version['metrics']['labelled']): string[] {
  if (labelled === null) return [];
  const text = (value: number | null) => (value === null ? '-' : value.toFixed(3));
  const { precision, recall, f1, rocAuc, prAuc } = labelled;
  return [
    `  on its own labelled training input: precision ${text(precision)}, recall ${text(recall)}, F1 ${text(f1)}, ROC AUC ${text(rocAuc)}, PR AUC ${text(prAuc)}`,
  ];
}

export function aliasText({ aliases }: Version): string {
  return aliases.length === 0 ? '' : ` (${aliases.join(', ')})`;
}

export function describeAlert(alert: Alert): string {
  return `${timeText(alert.atMs)} ${showText(alert.name)}:${alert.number} ${alert.kind}: ${showText(alert.message)}`;
}

export function describeObservation(seen: z.infer<typeof modelObservationSchema>): string {
  const { name, number, atMs, units, source, alarmShare, scoreDrift, drifted, compared, unknownShare, evaluation } =
    seen;
  const measured = evaluation === null ? '' : `, F1 ${evaluation.f1.toFixed(3)}`;
  return `${timeText(atMs)} ${showText(name)}:${number} scored ${formatCount(units)} units of ${showText(source)}: ${percent(alarmShare)} above the threshold, score drift ${scoreDrift.toFixed(3)}, ${drifted} of ${compared} features drifted, ${percent(unknownShare)} unknown events${measured}`;
}

/** A clock time of the product, to the second, UTC. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 2 : 1)} %`;
}
