import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AnalyzeOptions } from '#shared/contract/analyze-options.ts';
import type { SentinelBackend } from '../backend/backend.ts';
import { useBackend } from './backend-context.tsx';
import { useWorkspace } from './workspace.ts';

export interface OpenActions {
  /** Makes a case for the paths, starts reading them and shows it. A lone `.sentinel` folder is opened as a case. */
  openPaths(paths: readonly string[], options?: AnalyzeOptions): Promise<void>;
  openCaseDir(dir: string): Promise<void>;
  openCase(caseId: string): Promise<void>;
  openSample(): Promise<void>;
  /** Sends dropped files to a new case's spool, then reads them. */
  uploadFiles(files: readonly DroppedFile[], upload: UploadReport): Promise<void>;
}

export interface DroppedFile {
  /** Path inside the drop, `/` between folders. */
  readonly path: string;
  readonly file: File;
}

export interface UploadReport {
  readonly signal: AbortSignal;
  readonly onProgress: (sentBytes: number, totalBytes: number) => void;
}

/** The ways into a case; each ends with the workbench showing it, or rejects with the reason. */
export function useOpenActions(): OpenActions {
  const backend = useBackend();
  const client = useQueryClient();
  const show = useWorkspace((state) => state.openCase);
  return useMemo(() => {
    const enter = (caseId: string) => {
      show(caseId);
      void client.invalidateQueries({ queryKey: ['home'] });
    };
    return createOpenActions(backend, enter);
  }, [backend, client, show]);
}

export function createOpenActions(backend: SentinelBackend, enter: (caseId: string) => void): OpenActions {
  const { rpc } = backend;
  const openCaseDir = async (dir: string) => enter((await rpc.cases.open({ dir })).summary.caseId);
  return {
    openCaseDir,
    async openPaths(paths, options = {}) {
      const [first] = paths;
      if (first === undefined) return;
      if (paths.length === 1 && /\.sentinel[\\/]?$/.test(first)) return openCaseDir(first);
      const { summary } = await rpc.cases.create({ name: caseNameOf(paths) });
      await rpc.jobs.startAnalyze({
        caseId: summary.caseId,
        paths: [...paths],
        options: { ...options, showsPartial: true },
      });
      enter(summary.caseId);
    },
    async openCase(caseId) {
      enter((await rpc.cases.open({ caseId })).summary.caseId);
    },
    async openSample() {
      enter((await rpc.samples.open()).caseId);
    },
    async uploadFiles(files, upload) {
      if (files.length === 0) return;
      const { summary } = await rpc.cases.create({ name: caseNameOf(files.map((one) => one.path)) });
      const folder = await sendAll(backend, summary.caseId, files, upload);
      await rpc.jobs.startAnalyze({ caseId: summary.caseId, paths: [folder], options: { showsPartial: true } });
      enter(summary.caseId);
    },
  };
}

async function sendAll(
  backend: SentinelBackend,
  caseId: string,
  files: readonly DroppedFile[],
  upload: UploadReport,
): Promise<string> {
  const batch = `drop-${Date.now().toString(36)}`;
  const totalBytes = files.reduce((sum, one) => sum + one.file.size, 0);
  let doneBytes = 0;
  let folder = '';
  for (const { path, file } of files) {
    const result = await backend.upload({ caseId, batch, path }, file, {
      signal: upload.signal,
      onProgress: ({ sentBytes }) => upload.onProgress(doneBytes + sentBytes, totalBytes),
    });
    doneBytes += file.size;
    folder = result.folderPath;
  }
  return folder;
}

/** Name of a case from what it is made of: the file's own name, with a count when there are more. */
export function caseNameOf(paths: readonly string[]): string {
  const first = (paths[0] ?? 'case').replace(/[\\/]+$/, '');
  const base = first.split(/[\\/]/).at(-1) ?? first;
  const name = base.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+/, '') || 'case';
  const more = paths.length > 1 ? `-and-${paths.length - 1}-more` : '';
  return `${name.slice(0, 100)}${more}`;
}
