import { Command } from 'commander';
import { createPrinter, type Printer } from '../printing/printer.ts';
import type { Terminal } from '../printing/terminal.ts';
import { type OfflineOptions, runOffline } from './run-offline.ts';

interface MigrationReport {
  run: string;
  finishedAt: string;
  before: boolean;
  collections: { store: string; collection: string; documents: number }[];
  topics: { topic: string; keys: number }[];
  keys: { name: string; file?: string }[];
}

const HELP = `
Both platforms are stopped meanwhile. What was cut off is run again and goes on; nothing is deleted here. The target must
be empty. Passwords in the addresses are better given as STORE_URL and EVENTS_URL, which other users cannot see.`;

/** The keys that the target needs, as names of files, never as values. */
function remarkKeys(print: Printer, { keys }: MigrationReport): void {
  print.remark('The target needs the very same keys, or nothing that is sealed can be opened:');
  for (const { name, file } of keys) {
    print.remark(
      file === undefined ? `  ${name}   as it is given to the platform here` : `  ${name}_FILE=${file}`,
    );
  }
}

function printReport(print: Printer, report: MigrationReport): void {
  const collections = report.collections.map(({ store, collection, documents }) => ({
    what: `${store}.${collection}`,
    documents,
  }));
  const topics = report.topics.map(({ topic, keys }) => ({ what: topic, keys }));
  print.table(['what', 'documents', 'keys'], [...collections, ...topics], report);
  remarkKeys(print, report);
}

/** `gatehouse migrate`: from the embedded engines of one machine to MongoDB and Kafka. */
export function migrateCommand(terminal: Terminal): Command {
  return new Command('migrate')
    .description(
      'carry a stopped platform from this data directory to MongoDB and Kafka, and compare both sides',
    )
    .option('--store-url <url>', 'the MongoDB to carry the documents to (STORE_URL)')
    .option('--events-url <url>', 'the Kafka to carry the events to (EVENTS_URL)')
    .addHelpText('after', HELP)
    .action(async (_options: OfflineOptions, command: Command) => {
      const options = command.optsWithGlobals<OfflineOptions>();
      const print = createPrinter(terminal, options.json === true);
      const report = await runOffline<MigrationReport>('migrate', options, terminal);
      if (report.before)
        print.remark(`All was carried over at ${report.finishedAt} already: nothing was done now.`);
      printReport(print, report);
    });
}
