import { describe, expect, it } from 'vitest';
import type { FeatureSpecification } from '#shared/domain/model-version.ts';
import { FEATURE_CODE, ROW_CODE } from '../../../../../src-main/pipelines/analysis/feature-code.ts';
import { checkMayLead, otherFeatures } from '../../../../../src-main/pipelines/train/check-features.ts';

const version = (code: string, unitKind: FeatureSpecification['unitKind']) => ({
  name: 'shop',
  number: 2,
  features: { code, unitKind, session: null, windowSeconds: null, stepSeconds: null },
});

describe('checkMayLead', () => {
  it('lets models of the features lead that this version makes, of logs and of tables', () => {
    for (const { features } of [
      version(FEATURE_CODE, 'window'),
      version(FEATURE_CODE, 'session'),
      version(ROW_CODE, 'row'),
    ]) {
      expect(otherFeatures(features)).toBeNull();
      expect(() => checkMayLead({ name: 'shop', number: 2, features })).not.toThrow();
    }
  });

  it('refuses a model of other features by field, naming both', () => {
    expect(() => checkMayLead(version('features 2, templates 2', 'window'))).toThrow(
      expect.objectContaining({
        code: 'model.other-features',
        message: `shop:2 cannot be the champion: its features.code is "features 2, templates 2", and this version makes "${FEATURE_CODE}". Retrain it in full.`,
        details: { field: 'features.code' },
      }),
    );
    expect(() => checkMayLead(version(FEATURE_CODE, 'row'))).toThrow(/features\.code is .* makes "rows 1"/);
  });
});
