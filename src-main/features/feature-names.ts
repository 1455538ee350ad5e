import {
  type FeatureLineage,
  type FeatureMeasure,
  type FeatureSpec,
  NO_LINEAGE,
} from '#shared/domain/feature-table.ts';
import { SEVERITY_NAMES } from '#shared/domain/severity.ts';

/** Everything of a lineage that matters to the caller; the rest means "over all". */
export type PartialLineage = Partial<FeatureLineage>;

/** A feature's specification with the one name its lineage gives it. */
export function describeFeature(
  measure: FeatureMeasure,
  subject: string,
  lineage: PartialLineage,
  options: { unit?: string; scale?: number } = {},
): FeatureSpec {
  const full = { ...NO_LINEAGE, ...lineage };
  return {
    name: [subject, ...lineageParts(full)].join(' '),
    unit: options.unit ?? defaultUnit(measure),
    measure,
    lineage: full,
    scale: options.scale ?? 0,
  };
}

function lineageParts(lineage: FeatureLineage): string[] {
  const parts: string[] = [];
  if (lineage.service !== null) parts.push(`service=${lineage.service}`);
  if (lineage.host !== null) parts.push(`host=${lineage.host}`);
  if (lineage.minimumBand !== null) parts.push(`severity>=${SEVERITY_NAMES[lineage.minimumBand]}`);
  if (lineage.previousTemplateId !== null) parts.push(`after=${lineage.previousTemplateId}`);
  if (lineage.templateId !== null) parts.push(`template=${lineage.templateId}`);
  if (lineage.parameter !== null) parts.push(`parameter=${lineage.parameter}`);
  return parts;
}

function defaultUnit(measure: FeatureMeasure): string {
  if (measure === 'count') return 'events';
  return measure === 'duration' ? 's' : '1';
}
