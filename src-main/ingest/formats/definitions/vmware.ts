import type { FormatDefinition } from '../format-definition.ts';

const SYSLOG_LEVELS = { db: 5, in: 9, no: 10, wa: 13, er: 17, cr: 18, al: 19, em: 21 };

/** VMware products. */
export const VMWARE_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'vmware',
    title: 'VMware vCenter and ESXi',
    patterns: [
      '{time:%+} {level} {service}[{pid}] [Originator@{originator:int}{? sub={component}?}{? opID={opId}?}{? {_:any}?}] {message}',
    ],
    levels: { verbose: 1, panic: 21 },
    samples: [
      {
        line: '2022-06-02T11:58:12.376Z info vpxd[45709] [Originator@6876 sub=vpxLro opID=e3979f6] [VpxLRO] -- FINISH',
        time: '2022-06-02T11:58:12.376Z',
        severity: 9,
        service: 'vpxd',
        component: 'vpxLro',
        content: '[VpxLRO] -- FINISH',
      },
    ],
  },
  {
    name: 'vmware-esxi',
    title: 'VMware ESXi (In(14) name[pid])',
    patterns: [
      '{time:%+} {level}({priority:int}){?[+]?} {service}[{pid:int}]: {?[Originator@{originator:int}{? sub={component}?}{? {_:any}?}] ?}{message}',
      '{time:%+} {level}({priority:int}){?[+]?} {service}: {?cpu{cpu:int}:{world:int}{? opID={opId:name}?})?}{message}',
      '{time:%+} {level}({priority:int}) {host:name} {message}',
    ],
    levels: SYSLOG_LEVELS,
    samples: [
      {
        line: '2023-11-07T19:17:28.030Z Wa(14) settingsd[2099680]: Deleted ticket vmtck-31182534',
        time: '2023-11-07T19:17:28.030Z',
        severity: 13,
        service: 'settingsd',
        content: 'Deleted ticket vmtck-31182534',
      },
    ],
  },
  {
    name: 'vmkernel',
    title: 'VMware vmkernel',
    patterns: [
      '{time:%+} cpu{cpu:int}:{world:int}{? opID={opId:name}?}){level}: {message}',
      '{time:%+} cpu{cpu:int}:{world:int}{? opID={opId:name}?}){component}: {message}',
      '{time:%+} cpu{cpu:int}:{world:int}{? opID={opId:name}?}){message}',
    ],
    samples: [
      {
        line: '2014-11-14T19:19:51.559Z cpu7:35233)VC: 2002: Device rescan time 704 msec (total number of devices 91)',
        time: '2014-11-14T19:19:51.559Z',
        severity: 0,
        component: 'VC',
        content: '2002: Device rescan time 704 msec (total number of devices 91)',
      },
      {
        line: '2015-04-01T22:22:35.038Z cpu22:44012977)ALERT: disk is gone',
        time: '2015-04-01T22:22:35.038Z',
        severity: 19,
        content: 'disk is gone',
      },
    ],
  },
  {
    name: 'vmware-service',
    title: 'VMware vCenter services',
    patterns: ['{time:%+} {level} {service:name} [{component:any}] {?[opID={opId:any}] ?}{message}'],
    samples: [
      {
        line: '2022-06-02T12:25:11.537Z error wcp [eamagency/util.go:148] [opID=vCLS] Going to read service config',
        time: '2022-06-02T12:25:11.537Z',
        severity: 17,
        service: 'wcp',
        component: 'eamagency/util.go:148',
        content: 'Going to read service config',
      },
    ],
  },
];
