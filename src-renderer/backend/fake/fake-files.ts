import { FAKE_NOW_MS } from './fake-case.ts';

/** The made-up file system: the same folder wherever one looks, and one log to recognise. */
export function createFakeFiles() {
  return {
    list: async ({ path = '/var/log' }: { path?: string }) => ({
      path,
      parent: path === '/' ? null : '/',
      isTruncated: false,
      entries: [
        { name: 'nginx', path: `${path}/nginx`, kind: 'folder', sizeBytes: null, modifiedMs: FAKE_NOW_MS },
        { name: 'old.sentinel', path: `${path}/old.sentinel`, kind: 'case', sizeBytes: null, modifiedMs: FAKE_NOW_MS },
        { name: 'app.log', path: `${path}/app.log`, kind: 'file', sizeBytes: 1_482_000_113, modifiedMs: FAKE_NOW_MS },
        {
          name: 'app.log.1.gz',
          path: `${path}/app.log.1.gz`,
          kind: 'file',
          sizeBytes: 182_000_113,
          modifiedMs: FAKE_NOW_MS - 86_400_000,
        },
        { name: 'bad\\xff\\xfename.log', path: null, kind: 'file', sizeBytes: 113, modifiedMs: FAKE_NOW_MS },
      ],
    }),
    detect: async () => ({
      path: '/var/log/shop/app.log',
      encoding: 'utf-8',
      encodingConfidence: 1,
      format: 'iso-level',
      title: 'ISO time, level, service',
      confidence: 0.998,
      reason: '998 of 1,000 sampled lines',
      warnings: [],
      fields: {
        line: '2026-06-21T00:00:00.000Z INFO api-gateway node-1 GET /api/orders/3fa9c1 200 in 41 ms',
        time: '2026-06-21T00:00:00.000Z',
        severity: 'INFO',
        service: 'api-gateway',
        host: 'node-1',
        component: null,
        content: 'GET /api/orders/3fa9c1 200 in 41 ms',
      },
    }),
    formats: async () => [
      { name: 'iso-level', title: 'ISO time, level, service', samples: [] },
      { name: 'json', title: 'JSON lines', samples: [] },
    ],
  };
}
