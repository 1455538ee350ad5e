import { Command, Option } from 'commander';
import { ANOMALY_KINDS } from '#shared/domain/anomaly-kind.ts';
import type { RunCommand } from './commands/run-command.ts';
import {
  parseBytes,
  parseList,
  parseListOf,
  parseOneOf,
  parsePositive,
  parseSeconds,
  parseThreshold,
  parseWholeNumber,
} from './value-parsers.ts';

const MAX_SEED = 0xffffffff;

/** Loads what a command does when it is run: help and wrong options must not wait for the service. */
type LoadCommand = () => Promise<RunCommand>;

export interface ProgramOptions {
  readonly version: string;
  /** Called with the command that was named, once its options are parsed. */
  readonly run: (command: Command, operands: readonly string[], load: LoadCommand) => Promise<void>;
}

/** Every command with its options; commander throws instead of ending the process. */
export function createProgram(options: ProgramOptions): Command {
  const program = new Command('log-sentinel')
    .description('Opens a log dump offline and says what is wrong and why, over every line.')
    .version(options.version, '-V, --version')
    .option('--case <dir>', 'case folder; default: a new case under the home folder')
    .option('--home <dir>', 'settings, recent cases and new cases live here')
    .option('--threads <n>', 'worker threads', parseWholeNumber(1, 64))
    .option('--memory <size>', 'ceiling for the whole process tree, for example 1G', parseBytes)
    .option('--seed <n>', 'seed of everything random', parseWholeNumber(0, MAX_SEED))
    .option('--config <file.yaml>', 'options from a file; LOG_SENTINEL_* variables and options win')
    .option('--json', 'one JSON document on standard output')
    .option('--quiet', 'no progress, no notes')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(log-sentinel --help lists every command)')
    .addHelpText('after', '\nExample:\n  log-sentinel analyze /var/log/app --json > analysis.json')
    .exitOverride();
  const add = (usage: string, description: string, example: string, load: LoadCommand): Command => {
    const command = program
      .command(usage)
      .description(description)
      .configureHelp({ showGlobalOptions: true })
      .addHelpText('after', `\nExample:\n  ${example}`)
      .exitOverride();
    command.action(async () => options.run(command, command.args, load));
    return command;
  };
  addReading(add);
  addModels(add);
  addRetrain(add);
  addTables(add);
  addCaseCommands(add);
  return program;
}

type AddCommand = (usage: string, description: string, example: string, load: LoadCommand) => Command;

function addReading(add: AddCommand): void {
  const analyze = add(
    'analyze <path...>',
    'read files, folders, archives or - (standard input); templates, features, scores, incidents',
    "log-sentinel analyze hdfs.log.gz --session 'blk_-?\\d+' --labels labels.csv --json",
    async () => (await import('./commands/analyze.ts')).runAnalyze,
  );
  addUnitOptions(addIngestOptions(analyze))
    .option('--detectors <list>', 'detectors, separated by commas', parseList)
    .option('--model <name[@alias|:version]>', 'score with a registered model instead of fitting')
    .option('--baseline <path...>', 'files treated as normal')
    .option('--threshold <auto|number>', 'anomalous above this score', parseThreshold)
    .option('--scores <file.csv>', 'write a row a session or window')
    .option('--report <file>', 'write a report; the suffix chooses html, md, json, csv or parquet')
    .addOption(failOn());
  const templates = add(
    'templates <path...>',
    'template mining only: a CSV row a physical line',
    'log-sentinel templates app.log --out templates.csv',
    async () => (await import('./commands/templates.ts')).runTemplates,
  );
  addIngestOptions(templates).option('--out <file.csv>', 'line,templateId,template; default: standard output');
}

function addIngestOptions(command: Command): Command {
  return command
    .option('--timezone <zone>', 'zone of times without one, for example Europe/Berlin')
    .option('--encoding <name>', 'text encoding instead of the detected one')
    .option('--format <name>', 'log format instead of the detected one')
    .option('--year <n>', 'year of times without one', parseWholeNumber(1970, 9999))
    .option('--date-order <dmy|mdy>', 'order of ambiguous dates', parseOneOf(['dmy', 'mdy']))
    .option('--content', 'lines have no header: all of a line is content');
}

function addUnitOptions(command: Command): Command {
  return addSpanOptions(command)
    .option('--session <regex|field>', 'group events into sessions: first capture group, else the match; or a field')
    .option('--window <duration>', 'length of a time window, for example 60s', parseSeconds)
    .option('--step <duration>', 'distance between window starts', parseSeconds);
}

function addSpanOptions(command: Command): Command {
  return command
    .option('--labels <file.csv>', 'session,label or id,label or start,end,label: adds measured quality')
    .option('--since <time>', 'leave out events before this time (RFC 3339)')
    .option('--until <time>', 'leave out events at or after this time');
}

function addModels(add: AddCommand): void {
  const train = add(
    'train <path...>',
    'fit detectors on files and put a version in the registry; prints NAME:version',
    "log-sentinel train hdfs.log.gz --name hdfs --session 'blk_-?\\d+' --labels labels.csv --only normal",
    async () => (await import('./commands/train.ts')).runTrain,
  );
  addUnitOptions(addIngestOptions(train))
    .option('--name <name>', 'name of the model')
    .option('--detectors <list>', 'detectors, separated by commas', parseList)
    .option(
      '--only <all|normal>',
      'normal: fit only on units the labels say are normal',
      parseOneOf(['all', 'normal']),
    );
  const models = add(
    'models [action] [model] [path...]',
    'the registry: list, show, promote, rollback, export, import, delete, alerts, compare, drift',
    'log-sentinel models promote hdfs:2',
    async () => (await import('./commands/models.ts')).runModels,
  );
  addSpanOptions(addIngestOptions(models))
    .option('--against <name[@alias|:version]>', 'version to compare with; default: the challenger')
    .option('--out <file>', 'where export writes the model')
    .option('--name <name>', 'name an imported model gets; default: the one it was trained under');
}

function addRetrain(add: AddCommand): void {
  add(
    'retrain <model> [path...]',
    'train a model again on its files or on others; by schedule with --schedule',
    "log-sentinel retrain hdfs --mode incremental --schedule '0 3 * * *'",
    async () => (await import('./commands/retrain.ts')).runRetrain,
  )
    .option(
      '--mode <full|incremental>',
      'full: from scratch; incremental: what it kept of its training together with the files',
      parseOneOf(['full', 'incremental']),
    )
    .option('--labels <file.csv>', 'labels of the files')
    .option('--promote', 'make the new version the champion at once')
    .option('--schedule <cron|off>', 'retrain whenever this is due while the workbench runs')
    .option('--schedule-zone <zone>', 'time zone of the schedule; default UTC');
}

function addTables(add: AddCommand): void {
  add(
    'score <table>',
    'score a numeric table or a time series (CSV, CSV.gz, Parquet)',
    'log-sentinel score readings.csv --time timestamp --out scores.csv',
    async () => (await import('./commands/score.ts')).runScore,
  )
    .option('--detector <name>', 'isolation-forest, statistical or ensemble')
    .option(
      '--out <file.csv>',
      'row,score,isAnomaly (timestamp,value,score,isAnomaly with --time); default: standard output',
    )
    .option('--label <column>', 'ground truth: not a feature, measured against')
    .option('--ignore <list>', 'columns that are no features, separated by commas', parseList)
    .option('--time <column>', 'the table is a time series in this order; scores are causal')
    .option('--value <column>', 'the series, when there are several numeric columns')
    .option('--threshold <auto|number>', 'anomalous above this score', parseThreshold)
    .addOption(failOn());
  add(
    'generate',
    'labelled synthetic logs: app.log and labels.csv',
    'log-sentinel generate --events 1000000 --seed 7 --out ./synthetic',
    async () => (await import('./commands/generate.ts')).runGenerate,
  )
    .option('--out <dir>', 'folder to write into')
    .option('--events <n>', 'lines; default 1,000,000', parseWholeNumber(1, 1e11))
    .option('--days <n>', 'span of the log; default: a day for each 250,000 events, 1 to 4', parsePositive)
    .option('--anomalies <kinds>', `of ${ANOMALY_KINDS.join(', ')}; or none; default all`, parseListOf(ANOMALY_KINDS))
    .option('--format <name>', 'json, logfmt, syslog or text', parseOneOf(['json', 'logfmt', 'syslog', 'text']));
}

function addCaseCommands(add: AddCommand): void {
  add(
    'report <case>',
    'export the latest analysis of a case',
    'log-sentinel report ./outage.sentinel --out outage.html --redact',
    async () => (await import('./commands/report.ts')).runReport,
  )
    .option('--out <file>', 'the suffix chooses the format: html, md, json, csv, parquet')
    .option('--redact', 'replace personal data by stable pseudonyms');
  add(
    'sql [case] [statement]',
    'one read-only statement over lines, events, templates, features, scores, anomalies, incidents',
    'log-sentinel sql ./outage.sentinel "SELECT severity, count(*) FROM events GROUP BY 1"',
    async () => (await import('./commands/sql.ts')).runSql,
  );
  add(
    'replay [case]',
    'compute the run of a case again: prints match or mismatch, ends with 0 or 1',
    'log-sentinel replay ./outage.sentinel',
    async () => (await import('./commands/replay.ts')).runReplay,
  ).option(
    '--from <auto|input|case>',
    'read the input again, or use the stored events',
    parseOneOf(['auto', 'input', 'case']),
  );
  add(
    'serve [case]',
    'the workbench in a browser on 127.0.0.1',
    'log-sentinel serve ./outage.sentinel --no-open',
    async () => (await import('./commands/serve.ts')).runServe,
  )
    .option('--no-open', 'only print the address')
    .option('--port <n>', 'port; default: a free one', parseWholeNumber(0, 65_535))
    .option('--sample', 'open the sample that comes with the product')
    .option('--allow-host <name:port...>', 'further addresses of an SSH tunnel');
  add(
    'doctor',
    'check this machine: Node, native libraries, stores, folders, memory, browser',
    'log-sentinel doctor --json',
    async () => (await import('./commands/doctor.ts')).runDoctor,
  );
}

function failOn(): Option {
  return new Option('--fail-on <what>', 'exit with 3 when anomalies are found').choices(['anomalies']);
}
