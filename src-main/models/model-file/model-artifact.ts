import type { FeaturePlan } from '#shared/domain/feature-plan.ts';
import type { FeatureSpecification, TrainingMetrics, TrainingRecord } from '#shared/domain/model-version.ts';
import type { ReferenceDistribution } from '#shared/domain/reference-distribution.ts';
import type { KnownTemplates } from '#shared/domain/template.ts';
import type { FittedDetectors } from '../fit-detectors.ts';

/**
 * Everything it takes to score another dump exactly as here: the fitted detectors, and how their features are made,
 * down to the templates they count.
 */
export interface ModelArtifact {
  /** Name it was trained under; the registry it is imported into may know it by another. */
  readonly name: string;
  readonly features: FeatureSpecification;
  readonly plan: FeaturePlan;
  readonly templates: KnownTemplates;
  readonly fitted: FittedDetectors;
  readonly reference: ReferenceDistribution;
  readonly training: TrainingRecord;
  readonly metrics: TrainingMetrics;
}
