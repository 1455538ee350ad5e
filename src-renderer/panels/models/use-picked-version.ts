import { type ModelVersion, referenceOf, useModelVersions } from '../../state/model-queries.ts';
import { useModelsView } from '../../state/models-view.ts';

/** The version the panel and its dialogs are about: the picked one while it exists, else a champion, else the first. */
export function usePickedVersion(): ModelVersion | undefined {
  const picked = useModelsView((state) => state.picked);
  const versions = useModelVersions().data ?? [];
  return (
    versions.find((version) => referenceOf(version) === picked) ??
    versions.find((version) => version.aliases.includes('champion')) ??
    versions[0]
  );
}
