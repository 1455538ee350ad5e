import type { FormatDefinition } from '../format-definition.ts';

/** Formats with an engine of their own. */
export const STRUCTURED_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'logfmt',
    title: 'logfmt (key=value)',
    patterns: [],
    engine: 'logfmt',
    samples: [
      {
        line: 'time="2021-09-15T21:17:10.220731Z" level=error msg="pod \\"a\\" is not found" namespace=x retry status=Pending',
        time: '2021-09-15T21:17:10.220731Z',
        severity: 17,
        content: 'pod "a" is not found',
      },
      {
        line: 'logger=settings t=2025-04-24T19:51:48.520963849Z level=info msg="Starting Grafana" version=11.5.2',
        time: '2025-04-24T19:51:48.520963849Z',
        severity: 9,
        component: 'settings',
        content: 'Starting Grafana',
      },
    ],
  },
  {
    name: 'w3c',
    title: 'W3C extended log (IIS and others)',
    patterns: [],
    engine: 'w3c',
    joinsLines: false,
    samples: [],
  },
  { name: 'zeek', title: 'Zeek (Bro) table', patterns: [], engine: 'zeek', joinsLines: false, samples: [] },
  {
    name: 'csv',
    title: 'Delimited table with a header row',
    patterns: [],
    engine: 'csv',
    spansLines: true,
    samples: [],
  },
];
