import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { inspectFile } from '../../pipelines/inspect-file.ts';
import { ingestOptionsOf } from '../analyze/analyze-work.ts';
import type { ServiceContext } from '../context.ts';
import { FormatLibrary } from '../formats/format-library.ts';
import { formatsForReading } from '../formats/reading-formats.ts';
import { listFolder } from '../folder-listing.ts';

export function fileHandlers({ home }: ServiceContext) {
  const os = implement(contract.files);
  return {
    list: os.list.handler(({ input }) => listFolder(input.path, input.limit)),
    detect: os.detect.handler(({ input: { path, options = {} }, signal }) =>
      inspectFile(path, ingestOptionsOf(options, formatsForReading(home, options, null)), signal),
    ),
    formats: os.formats.handler(() =>
      new FormatLibrary(home.homeDir, null)
        .list()
        .filter(({ issues }) => issues.length === 0)
        .map(({ name, title, samples }) => ({ name, title, samples })),
    ),
  };
}
