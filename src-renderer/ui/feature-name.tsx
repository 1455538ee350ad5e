import { measureText, parseFeature, placeText } from './feature-label.ts';
import './feature-name.css';

interface FeatureNameProps {
  /** As the engine names it. */
  readonly feature: string;
  readonly templateText: (templateId: string) => string;
}

/** A feature in words: the template it is about, then where and what was measured. */
export function FeatureName({ feature, templateText }: FeatureNameProps) {
  const parts = parseFeature(feature);
  const about = [placeText(parts), measureText(parts, templateText)].filter((text) => text !== '').join(' · ');
  return (
    <span className="ls-feature-name" title={feature}>
      {parts.template !== null && <span className="ls-mono ls-cut">{templateText(parts.template)}</span>}
      <span className="ls-dim ls-cut">{about}</span>
    </span>
  );
}
