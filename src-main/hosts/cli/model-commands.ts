import {
  addIngestOptions,
  type AddCommand,
  addSpanOptions,
  addUnitOptions,
  thresholdOption,
} from './shared-options.ts';
import { parseList, parseOneOf, parseWholeNumber } from './value-parsers.ts';

/** Commands of the model registry. */
export function addModelCommands(add: AddCommand): void {
  addModels(add);
  addRetrain(add);
  addEvaluate(add);
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
    .option('--only <all|normal>', 'normal: fit only on units the labels say are normal', parseOneOf(['all', 'normal']))
    .option(...thresholdOption('the version calls units anomalous above this score of held-out units'))
    .option('--rows', 'the path is a numeric table (CSV, CSV.gz, Parquet): learn its rows, for score --model')
    .option('--label <column>', 'of the table: ground truth, not a feature')
    .option('--ignore <list>', 'of the table: columns that are no features, separated by commas', parseList);
  const models = add(
    'models [action] [model] [path...]',
    'the registry: list, show, promote, rollback, export, import, delete, alerts, compare, drift, score',
    'log-sentinel models promote hdfs:2',
    async () => (await import('./commands/models.ts')).runModels,
  );
  addSpanOptions(addIngestOptions(models))
    .option('--against <name[@alias|:version]>', 'version to compare with; default: the challenger')
    .option('--out <file>', 'where export writes the model, and score its rows')
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

function addEvaluate(add: AddCommand): void {
  const evaluate = add(
    'evaluate [path...]',
    'measured precision, recall, F1 and latency on labelled data',
    "log-sentinel evaluate hdfs.log.gz --session 'blk_-?\\d+' --labels labels.csv --split part --seeds 5",
    async () => (await import('./commands/evaluate.ts')).runEvaluate,
  );
  addUnitOptions(addIngestOptions(evaluate))
    .option('--model <name[@alias|:version]>', 'measure a registered model')
    .option('--detectors <list>', 'detectors, separated by commas', parseList)
    .option('--split <column>', 'column of the labels: fit on units whose value is train, score the others')
    .option('--only <all|normal>', 'normal: fit only on units the labels say are normal', parseOneOf(['all', 'normal']))
    .option('--seeds <n>', 'how often, with seeds one after the other', parseWholeNumber(1, 100))
    .option('--planted', 'plant faults into the log and tell which detector finds them; needs no labels')
    .option('--per-kind <n>', 'faults of each kind with --planted; default 4', parseWholeNumber(1, 100));
}
