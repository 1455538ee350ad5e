import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import { EMPTY_ACCOUNT } from '#shared/domain/line-account.ts';
import { FAKE_TEMPLATES } from './fake-log.ts';
import { fakeRun } from './fake-scores.ts';

/** What was read and found, as `quality.document` tells it. */
export function fakeDocument(lines: number, threshold: number): AnalysisDocument {
  const continuation = Math.floor(lines * 0.01);
  const account = {
    lines: lines + continuation + 12,
    events: lines,
    eventLines: lines,
    continuationLines: continuation,
    blankLines: 9,
    rejectedLines: 3,
    bytesIn: lines * 90,
    bytesOut: lines * 90,
  };
  const file = (path: string) => ({
    path,
    member: null,
    encoding: 'utf-8',
    format: 'iso-level',
    formatConfidence: 0.998,
    firstTime: '2026-06-21T00:00:00.000Z',
    lastTime: '2026-06-21T23:59:59.999Z',
  });
  return {
    case: '/cases/shop',
    files: [
      {
        ...account,
        ...file('/var/log/shop/app.log'),
        status: 'whole',
        errors: [],
        warnings: [
          {
            class: 'W_INVALID_BYTES',
            count: 4,
            firstLine: 8123,
            firstOffset: 731_070,
            message: 'Bytes that are not UTF-8 are shown as replacement characters; the raw bytes are kept.',
          },
        ],
      },
      {
        ...EMPTY_ACCOUNT,
        ...file('/var/log/shop/core.1234'),
        status: 'rejected',
        encoding: null,
        format: null,
        formatConfidence: null,
        firstTime: null,
        lastTime: null,
        errors: [
          {
            class: 'E_BINARY',
            line: null,
            offset: 0,
            decodedOffset: null,
            message: 'The file is binary (an ELF core dump); nothing was read. Leave it out.',
          },
        ],
        warnings: [],
      },
    ],
    totals: { ...account, files: 2, errors: 1, warnings: 1, templates: FAKE_TEMPLATES.length },
    errors: [],
    sessions: 0,
    windows: 1440,
    detectors: fakeRun(threshold).detectors,
    threshold,
    anomalies: 63,
    incidents: [],
    evaluation: null,
    seconds: { read: 1.2, check: 0.1, analyze: 1.7 },
    peakRssBytes: 312_000_000,
  };
}
