import { resolve, sep } from 'node:path';
import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';

/** A path as the user wrote it and as the service got it. */
export interface GivenPath {
  readonly given: string;
  readonly absolute: string;
}

export function givenPath(given: string): GivenPath {
  return { given, absolute: resolve(given) };
}

/** The document with every path written the way the user gave it, also below a folder that was given. */
export function restorePaths(document: AnalysisDocument, paths: readonly GivenPath[]): AnalysisDocument {
  const restore = (path: string): string => restorePath(path, paths);
  return {
    ...document,
    // The name comes first: people read this document too.
    files: document.files.map(({ path, member, status, ...file }) => ({
      path: restore(path),
      member,
      status,
      ...file,
    })),
    clockOffsets: (document.clockOffsets ?? []).map((offset) => ({
      ...offset,
      path: restore(offset.path),
      againstPath: restore(offset.againstPath),
    })),
    incidents: document.incidents.map((incident) => ({
      ...incident,
      evidence: incident.evidence.map((line) => ({ ...line, path: restore(line.path) })),
    })),
  };
}

function restorePath(path: string, paths: readonly GivenPath[]): string {
  for (const { given, absolute } of paths) {
    if (path === absolute) return given;
    const folder = absolute.endsWith(sep) ? absolute : absolute + sep;
    if (path.startsWith(folder)) return `${given.replace(/[/\\]+$/, '')}${sep}${path.slice(folder.length)}`;
  }
  return path;
}
