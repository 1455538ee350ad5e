import type { FormatDefinition } from '../format-definition.ts';

const SHORT_LEVELS = { d: 5, i: 9, w: 13, e: 17, c: 18, f: 21 };

/** Servers and tools of the Python world. */
export const PYTHON_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'uvicorn',
    title: 'Uvicorn (no time)',
    patterns: [
      '{level}: {client.address} - {message+}"{http.request.method:name} {url.path} {_:quoted}" {http.response.status_code:int}',
      '{level}: {component:name}:{message}',
    ],
    isLoose: true,
    samples: [
      {
        line: 'INFO:     127.0.0.1:52360 - "GET /cart/17 HTTP/1.1" 200 OK',
        time: null,
        severity: 9,
        content: '"GET /cart/17 HTTP/1.1" 200 OK',
      },
    ],
  },
  {
    name: 'django-server',
    title: 'Django development server',
    patterns: [
      '[{time:%d/%b/%Y %T}] {message+}"{http.request.method:name} {url.path} {_:quoted}" {http.response.status_code:int} ',
    ],
    samples: [
      {
        line: '[01/May/2024 12:00:00] "GET /cart/17 HTTP/1.1" 404 2291',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        content: '"GET /cart/17 HTTP/1.1" 404 2291',
      },
    ],
  },
  {
    name: 'django-verbose',
    title: 'Django logging (verbose)',
    patterns: ['{level} {time:%F %T%f} {component:name} {pid:int} {tid:int} {message}'],
    samples: [
      {
        line: 'ERROR 2024-05-01 12:00:00,123 views 17 140 Cart 17 is empty',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        component: 'views',
        content: 'Cart 17 is empty',
      },
    ],
  },
  {
    name: 'werkzeug',
    title: 'Werkzeug and Flask development server',
    patterns: [
      '{client.address} - - [{time:%d/%b/%Y %T}] {message+}"{http.request.method:name} {url.path} {_:quoted}" {http.response.status_code:int}',
    ],
    samples: [
      {
        line: '127.0.0.1 - - [01/May/2024 12:00:00] "GET /cart/17 HTTP/1.1" 200 -',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        content: '"GET /cart/17 HTTP/1.1" 200 -',
      },
    ],
  },
  {
    name: 'tornado',
    title: 'Tornado and Jupyter',
    patterns: [
      '[{level:mark} {time:%y%m%d %T} {component}] {message}',
      '[{level:mark} {time:%F %T%f} {component}] {message}',
      '[{level:mark} {time:%T%f} {component}] {message}',
    ],
    levels: SHORT_LEVELS,
    hasCommonLevels: false,
    samples: [
      {
        line: '[W 240501 12:00:00 web:2271] 404 GET /cart (::1) 0.73ms',
        time: '2024-05-01T12:00:00Z',
        severity: 13,
        component: 'web:2271',
        content: '404 GET /cart (::1) 0.73ms',
      },
      {
        line: '[I 2024-05-01 12:00:00.123 ServerApp] Serving notebooks from /srv',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        component: 'ServerApp',
        content: 'Serving notebooks from /srv',
      },
    ],
  },
  {
    name: 'scrapy',
    title: 'Scrapy',
    patterns: ['{time:%F %T} [{component:any}] {level}: {message}'],
    samples: [
      {
        line: '2024-05-01 12:00:00 [scrapy.core.engine] INFO: Spider opened',
        time: '2024-05-01T12:00:00Z',
        severity: 9,
        component: 'scrapy.core.engine',
        content: 'Spider opened',
      },
    ],
  },
  {
    name: 'ansible',
    title: 'Ansible',
    patterns: [
      '{time:%+} p={pid:int} u={user.name} n={component} | {message}',
      '{time:%+} p={pid:int} u={user.name} | {message}',
    ],
    samples: [
      {
        line: '2024-05-01 12:00:00,123 p=1234 u=root n=ansible | TASK [Gathering Facts] ****',
        time: '2024-05-01T12:00:00.123Z',
        severity: 0,
        component: 'ansible',
        content: 'TASK [Gathering Facts] ****',
      },
    ],
  },
  {
    name: 'salt',
    title: 'Salt',
    patterns: ['{time:%+} [{component:any}:{line:int}][{level}][{pid:int}] {message}'],
    samples: [
      {
        line: '2024-05-01 12:00:00,123 [salt.minion      :1234][ERROR   ][4321] Minion failed to authenticate',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        component: 'salt.minion',
        content: 'Minion failed to authenticate',
      },
    ],
  },
];
