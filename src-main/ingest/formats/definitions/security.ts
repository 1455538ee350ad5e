import type { FormatDefinition } from '../format-definition.ts';
import { SYSLOG_NUMBERS } from '../severity-words.ts';

const CEF =
  'CEF:{_:int}|{vendor:any}|{service:any}|{version:any}|{signature:any}|{message:any}|{level:any}|{?{extension:any}?}';
/** Severities of CEF: 0 to 3 low, to 6 medium, to 8 high, then very high; or in words. */
const CEF_NUMBERS = { 0: 9, 1: 9, 2: 9, 3: 9, 4: 13, 5: 13, 6: 13, 7: 17, 8: 17, 9: 18, 10: 18 };
const CEF_LEVELS = { ...CEF_NUMBERS, low: 9, medium: 13, high: 17, 'very-high': 18 };
const ASA = '%ASA-{level}-{component:int}: {message}';

/** Audit logs, firewalls and intrusion detection. */
export const SECURITY_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'auditd',
    title: 'Linux audit log',
    isKeyValue: true,
    patterns: [
      'type={component:name} msg=audit({time:%s}:{sequence:int}): {message}',
      'node={host:name} type={component:name} msg=audit({time:%s}:{sequence:int}): {message}',
    ],
    samples: [
      {
        line: 'type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e syscall=2 success=no exit=-13 comm="cat"',
        time: '2013-03-28T14:36:03.243Z',
        severity: 0,
        component: 'SYSCALL',
        content: 'arch=c000003e syscall=2 success=no exit=-13 comm="cat"',
      },
    ],
  },
  {
    name: 'cef',
    title: 'Common Event Format (CEF)',
    levels: CEF_LEVELS,
    patterns: [`{?<{pri}>?}{time:%b %d %T} {host} ${CEF}`, `{?<{pri}>?}{time:%+} {host} ${CEF}`, CEF],
    samples: [
      {
        line: 'Sep 19 08:26:10 host CEF:0|Security|threatmanager|1.0|100|worm successfully stopped|10|src=10.0.0.1 dst=2.1.2.2 spt=1232',
        time: '2024-09-19T08:26:10Z',
        severity: 18,
        service: 'threatmanager',
        host: 'host',
        content: 'worm successfully stopped',
      },
      {
        line: '<134>2024-05-01T12:00:00Z fw1 CEF:0|Vendor|ips|1.0|17|login failed|High|src=10.0.0.1',
        time: '2024-05-01T12:00:00Z',
        severity: 17,
        service: 'ips',
        host: 'fw1',
        content: 'login failed',
      },
    ],
  },
  {
    name: 'cisco-asa',
    title: 'Cisco ASA and Firepower',
    levels: SYSLOG_NUMBERS,
    patterns: [
      `{?<{pri}>?}{time:%b %d %Y %T}: ${ASA}`,
      `{?<{pri}>?}{time:%b %d %Y %T} {host:name} : ${ASA}`,
      `{?<{pri}>?}{time:%b %d %T} {host:name} : ${ASA}`,
      `{?<{pri}>?}{time:%b %d %T} {host:name} ${ASA}`,
    ],
    samples: [
      {
        line: '<166>May 01 2024 12:00:00: %ASA-6-302013: Built outbound TCP connection 17 for outside:1.2.3.4/443',
        time: '2024-05-01T12:00:00Z',
        severity: 9,
        component: '302013',
        content: 'Built outbound TCP connection 17 for outside:1.2.3.4/443',
      },
    ],
  },
  {
    name: 'fortinet',
    title: 'Fortinet FortiGate',
    patterns: [],
    engine: 'logfmt',
    isKeyValue: true,
    requires: ['date', 'time', 'devname', 'logid'],
    keys: {
      date: ['date'],
      time: ['time'],
      level: ['level'],
      message: ['msg', 'logdesc', 'action'],
      host: ['devname'],
      component: ['subtype'],
    },
    samples: [
      {
        line: 'date=2024-05-01 time=12:00:00 devname="fw1" devid="FG1" logid="0100032001" type="event" subtype="system" level="warning" msg="Admin login failed"',
        time: '2024-05-01T12:00:00Z',
        severity: 13,
        host: 'fw1',
        component: 'system',
        content: 'Admin login failed',
      },
    ],
  },
  {
    name: 'snort',
    title: 'Snort and Suricata (fast alerts)',
    patterns: [
      '{time:%D-%T%f} [**] [{signature:any}] {message:any} [**] {?[Classification: {component:any}] ?}{?[Priority: {priority:int}] ?}\\{{protocol:name}\\} {source} -> {destination}',
      '{time:%m/%d-%T%f} [**] [{signature:any}] {message:any} [**] {?[Classification: {component:any}] ?}{?[Priority: {priority:int}] ?}\\{{protocol:name}\\} {source} -> {destination}',
    ],
    samples: [
      {
        line: '05/01/2024-12:00:00.123456  [**] [1:2010937:3] ET SCAN Suspicious inbound to mySQL port 3306 [**] [Classification: Potentially Bad Traffic] [Priority: 2] {TCP} 10.0.0.1:55 -> 10.0.0.2:3306',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 0,
        component: 'Potentially Bad Traffic',
        content: 'ET SCAN Suspicious inbound to mySQL port 3306',
      },
    ],
  },
];
