import type { FormatDefinition } from '../format-definition.ts';

const LOGCAT_LEVELS = { v: 1, d: 5, i: 9, w: 13, e: 17, f: 21, a: 21, s: 0 };

/** Operating systems, supercomputers and single products with a layout of their own. */
export const SYSTEM_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'service-text',
    title: 'Text (time level [service] host component: message)',
    patterns: ['{time:%+} {level} [{service}] {host:name} {component:name}: {message}'],
    samples: [
      {
        line: '2024-05-01T12:00:00.123Z INFO  [payments] web-1 http: request 17 took 12 ms',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        service: 'payments',
        host: 'web-1',
        component: 'http',
        content: 'request 17 took 12 ms',
      },
    ],
  },
  {
    name: 'android-logcat',
    title: 'Android logcat (threadtime)',
    patterns: [
      '{time:%m-%d %T%f} {pid:int} {tid:int} {level:mark} {component:any}: {message}',
      '{time:%F %T%f} {pid:int} {tid:int} {level:mark} {component:any}: {message}',
      '{time:%m-%d %T%f} {uid:name} {pid:int} {tid:int} {level:mark} {component:any}: {message}',
      '{time:%m-%d %T%f} {level:mark}/{component:any}({pid:int}): {message}',
      '{time:%m-%d %T%f} {level:mark}/{component:any}( {pid:int}): {message}',
      '{level:mark}/{component:any}({pid:int}): {message}',
      '{level:mark}/{component:any}( {pid:int}): {message}',
    ],
    levels: LOGCAT_LEVELS,
    hasCommonLevels: false,
    structural: ['--------- beginning of '],
    samples: [
      {
        line: '03-17 16:13:38.811  1702  2395 D WindowManager: printFreezingDisplayLogs = true',
        time: '2024-03-17T16:13:38.811Z',
        severity: 5,
        component: 'WindowManager',
        content: 'printFreezingDisplayLogs = true',
      },
    ],
  },
  {
    name: 'bgl',
    title: 'Blue Gene/L RAS',
    patterns: [
      '{alert} {time:%s} {date} {host} {nanos:%Y-%m-%d-%H.%M.%S%f} {_} {type} {component} {level} {message}',
      '{alert} {time:%s} {date} {host} {nanos:%Y-%m-%d-%H.%M.%S%f} {_} {type} {component} {message}',
    ],
    levels: { failure: 21 },
    samples: [
      {
        line: '- 1117838570 2005.06.03 R02-M1-N0 2005-06-03-15.42.50.675872 R02-M1-N0 RAS KERNEL INFO parity error corrected',
        time: '2005-06-03T22:42:50.675872Z',
        severity: 9,
        host: 'R02-M1-N0',
        component: 'KERNEL',
        content: 'parity error corrected',
      },
    ],
  },
  {
    name: 'supercomputer-syslog',
    title: 'Supercomputer syslog (Thunderbird, Spirit, Liberty)',
    patterns: ['{alert} {time:%s} {date} {host} {_} {_} {_} {location} {component}{?[{pid:int}]?}: {message}'],
    samples: [
      {
        line: '- 1131566461 2005.11.09 dn228 Nov 9 12:01:01 dn228/dn228 crond[2915]: session closed for user root',
        time: '2005-11-09T20:01:01Z',
        severity: 0,
        host: 'dn228',
        component: 'crond',
        content: 'session closed for user root',
      },
    ],
  },
  {
    name: 'hpc',
    title: 'HPC cluster events',
    patterns: ['{id:int} {host} {component} {state} {time:%s} {flag:int} {message}'],
    samples: [
      {
        line: '134681 node-246 unix.hw state_change.unavailable 1077804742 1 Component State Change: down',
        time: '2004-02-26T14:12:22Z',
        severity: 0,
        host: 'node-246',
        component: 'unix.hw',
        content: 'Component State Change: down',
      },
    ],
  },
  {
    name: 'openstack',
    title: 'OpenStack (oslo.log)',
    patterns: [
      '{time:%+} {pid:int} {level} {component} [{request:any}] {message}',
      '{file} {time:%+} {pid:int} {level} {component} [{request:any}] {message}',
    ],
    samples: [
      {
        line: '2017-05-16 00:00:00.008 25746 INFO nova.osapi_compute.wsgi.server [req-38101a0b 113d3a99 - - -] "GET /v2" 200',
        time: '2017-05-16T00:00:00.008Z',
        severity: 9,
        component: 'nova.osapi_compute.wsgi.server',
        content: '"GET /v2" 200',
      },
      {
        line: 'nova-api.log.1.2017-05-16_13:53:08 2017-05-16 00:00:00.008 25746 INFO nova.x [req-38101a0b - - -] status: 200',
        time: '2017-05-16T00:00:00.008Z',
        severity: 9,
        component: 'nova.x',
        content: 'status: 200',
      },
    ],
  },
  {
    name: 'proxifier',
    title: 'Proxifier',
    patterns: ['[{time:%m.%d %T}] {component:any} - {message}'],
    samples: [
      {
        line: '[07.26 15:30:10] chrome.exe *64 - s.weibo.com:80 open through proxy proxy.cse.cuhk.edu.hk:5070 HTTPS',
        time: '2024-07-26T15:30:10Z',
        severity: 0,
        component: 'chrome.exe *64',
        content: 's.weibo.com:80 open through proxy proxy.cse.cuhk.edu.hk:5070 HTTPS',
      },
    ],
  },
  {
    name: 'windows-cbs',
    title: 'Windows component servicing (CBS)',
    patterns: ['{time:%+}, {level} {component:name} {message}', '{time:%+}, {level} {message}'],
    samples: [
      {
        line: '2016-09-28 04:30:30, Info                  CBS    Loaded Servicing Stack v6.1.7601.23505',
        time: '2016-09-28T04:30:30Z',
        severity: 9,
        component: 'CBS',
        content: 'Loaded Servicing Stack v6.1.7601.23505',
      },
    ],
  },
  {
    name: 'healthapp',
    title: 'Android health app (pipe separated)',
    patterns: ['{time:%Y%m%d-%H:%i:%o%L}|{component}|{pid:int}|{message}'],
    samples: [
      {
        line: '20171223-22:15:29:606|Step_LSC|30002312|onStandStepChanged 3579',
        time: '2017-12-23T22:15:29.606Z',
        severity: 0,
        component: 'Step_LSC',
        content: 'onStandStepChanged 3579',
      },
      {
        line: '20171224-0:4:3:5|Step_SPUtils|30002312| getTodayTotalDetailSteps = 1514044',
        time: '2017-12-24T00:04:03.005Z',
        severity: 0,
        component: 'Step_SPUtils',
        content: ' getTodayTotalDetailSteps = 1514044',
      },
    ],
  },
  {
    name: 'ceph',
    title: 'Ceph',
    patterns: [
      '{time:%+} {thread:name} {verbosity:int} {component}: {message}',
      '{time:%+} {thread:name} {verbosity:int} {message}',
    ],
    isLoose: true,
    samples: [
      {
        line: '2024-05-01 12:00:00.123456 7f8b9c 10 osd.0: heartbeat sent',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 0,
        component: 'osd.0',
        content: 'heartbeat sent',
      },
    ],
  },
];
