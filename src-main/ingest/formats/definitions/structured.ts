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
    samples: [
      {
        line: '#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-computername cs-method cs-uri-stem sc-status\n2024-05-01 12:00:00 web1 GET /cart 500',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        host: 'web1',
        content: 'web1 GET /cart 500',
      },
      {
        line: '#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method\n2024-05-01\t12:00:00\tLAX1\t2390282\t192.0.2.202\tGET',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        content: 'LAX1\t2390282\t192.0.2.202\tGET',
      },
    ],
  },
  {
    name: 'zeek',
    title: 'Zeek (Bro) table',
    patterns: [],
    engine: 'zeek',
    joinsLines: false,
    samples: [
      {
        line: '#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\n1714564800.123456\tCg9xqq3J\t10.0.0.1',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 0,
        component: 'conn',
        content: 'Cg9xqq3J\t10.0.0.1',
      },
    ],
  },
  {
    name: 'csv',
    title: 'Delimited table with a header row',
    patterns: [],
    engine: 'csv',
    spansLines: true,
    samples: [
      {
        line: '@timestamp,level,host,message,ms\n2024-05-01 12:00:00.123,ERROR,web1,"cart 17, ""empty"",\nfor bob",12\n2024-05-01 12:00:01.000,INFO,web1,done,3',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        host: 'web1',
        content: 'cart 17, "empty",\nfor bob',
      },
      {
        line: 'Date,Time,Status,Path\n2024-05-01,12:00:00,500,/cart\n2024-05-01,12:00:01,200,/',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        content: 'Status=500 Path=/cart',
      },
    ],
  },
];
