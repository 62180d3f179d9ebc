import { Command } from 'commander';
import { createPrinter } from '../printing/printer.ts';
import type { Terminal } from '../printing/terminal.ts';
import { type OfflineOptions, runOffline } from './run-offline.ts';

interface RestoreReport {
  entities: {
    store: string;
    collection: string;
    documents: number;
    putBack: number;
    left: number;
    comeBack: string[];
  }[];
  rebuilds: string[];
}

const HELP = `
The platform is stopped meanwhile, and every store is put back before: they may be of different moments. Each store
stands as it is. What was made since its backup is told to be gone; what was delivered since is not sent again.`;

/** `gatehouse restore`: makes stores that were restored from backups consistent. */
export function restoreCommand(terminal: Terminal): Command {
  return new Command('restore')
    .description('after stores were put back from backups: bring them, the log and all copies in line')
    .option('--store-url <url>', "where the stores are (STORE_URL; the data directory's files)")
    .option('--events-url <url>', "where the log is (EVENTS_URL; the data directory's file)")
    .addHelpText('after', HELP)
    .action(async (_options: OfflineOptions, command: Command) => {
      const options = command.optsWithGlobals<OfflineOptions>();
      const print = createPrinter(terminal, options.json === true);
      const report = await runOffline<RestoreReport>('restore', options, terminal);
      const rows = report.entities.map(({ comeBack, ...row }) => ({ ...row, comeBack: comeBack.length }));
      print.table(['store', 'collection', 'documents', 'putBack', 'left', 'comeBack'], rows, report);
      for (const { store, collection, comeBack } of report.entities) {
        for (const id of comeBack)
          print.remark(`${store}.${collection} ${id} was removed since the backup: remove it again`);
      }
      print.remark(`Start the platform: it rebuilds ${report.rebuilds.join(', ')} by itself.`);
    });
}
