import { FeatureError } from '#shared/base/errors.ts';
import { TABLE_DETECTORS, type TableDetector } from './score-rows.ts';

/** Further names people give them. */
const OTHER_NAMES: Readonly<Record<string, TableDetector>> = {
  forest: 'isolationForest',
  neighbors: 'neighbours',
  statistical: 'baseline',
};

/** The detector of a name, however it is written; the ensemble without one. @throws FeatureError `score.unknown-detector` */
export function chooseDetector(name: string | undefined): TableDetector {
  if (name === undefined) return 'ensemble';
  const plain = name.replaceAll(/[-_]/g, '').toLowerCase();
  const detector = TABLE_DETECTORS.find((candidate) => candidate.toLowerCase() === plain) ?? OTHER_NAMES[plain];
  if (detector === undefined) throw unknownDetector(name, TABLE_DETECTORS);
  return detector;
}

export function unknownDetector(name: string, known: readonly string[]): FeatureError {
  const message = `There is no detector ${name} for this table: give one of ${known.join(', ')}.`;
  return new FeatureError('score.unknown-detector', message, { details: { detector: name } });
}
