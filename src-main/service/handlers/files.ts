import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { formatCatalogue, inspectFile } from '../../pipelines/inspect-file.ts';
import { listFolder } from '../folder-listing.ts';

export function fileHandlers() {
  const os = implement(contract.files);
  return {
    list: os.list.handler(({ input }) => listFolder(input.path, input.limit)),
    detect: os.detect.handler(({ input, signal }) => inspectFile(input.path, input.options ?? {}, signal)),
    formats: os.formats.handler(() => formatCatalogue()),
  };
}
