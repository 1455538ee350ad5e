import { IngestError } from '#shared/base/errors.ts';
import { invalidFormat, offerFormats } from '../../pipelines/formats/format-files.ts';
import { readFormatFile } from '../../pipelines/formats/format-folder.ts';

/** A format file named where a format could be: one of ours, or an lnav file that holds one format. */
export interface FormatArgument {
  readonly name: string;
  /** As a file of ours. */
  readonly text: string;
}

/**
 * Reads a format file for one reading.
 * @throws IngestError `ingest.format-invalid` with file, line and field; `ingest.unreadable` | `ingest.too-large`;
 * `ingest.format-several` when the file holds more than one.
 */
export function readFormatArgument(path: string): FormatArgument {
  const offers = offersOf(path);
  const [offer, ...others] = offers;
  if (offer === undefined || others.length > 0) {
    const names = offers.map(({ name }) => name).join(', ');
    throw new IngestError(
      'ingest.format-several',
      `${path} holds ${offers.length} formats (${names}): import it with "log-sentinel formats import", and name one.`,
      { location: { path } },
    );
  }
  if (offer.issues.length > 0) throw invalidFormat(offer.issues, path);
  return { name: offer.name, text: offer.text };
}

function offersOf(path: string): ReturnType<typeof offerFormats> {
  const text = readFormatFile(path);
  try {
    return offerFormats(text);
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    const location = { ...error.location, path };
    throw new IngestError(error.code, `${path}: ${error.message}`, { location, details: error.details, cause: error });
  }
}
