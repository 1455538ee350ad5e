import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { findKnownMember } from '../../pipelines/ingest/catalog-store.ts';
import { inspectFile } from '../../pipelines/inspect-file.ts';
import { ingestOptionsOf } from '../analyze/analyze-work.ts';
import type { ServiceContext } from '../context.ts';
import { FormatLibrary } from '../formats/format-library.ts';
import { formatsForReading } from '../formats/reading-formats.ts';
import { listFolder } from '../folder-listing.ts';

export function fileHandlers({ home, sessions }: ServiceContext) {
  const os = implement(contract.files);
  return {
    list: os.list.handler(({ input }) => listFolder(input.path, input.limit)),
    detect: os.detect.handler(async ({ input: { path, member, caseId, options = {} }, signal }) => {
      const known =
        member === undefined || caseId === undefined
          ? null
          : await sessions.use(caseId, ({ catalog }) => findKnownMember(catalog, path, member));
      const wanted = member === undefined ? null : { member, known };
      const reading = ingestOptionsOf(options, formatsForReading(home, options, null));
      return inspectFile(path, reading, signal, wanted);
    }),
    formats: os.formats.handler(() =>
      new FormatLibrary(home.homeDir, null)
        .list()
        .filter(({ issues }) => issues.length === 0)
        .map(({ name, title, samples }) => ({ name, title, samples })),
    ),
  };
}
