import { Command } from 'commander';
import { runProgram } from '../offline-program.ts';
import { createPrinter } from '../printing/printer.ts';
import { dataDirOf, type GlobalOptions } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { showStepProgress } from './step-progress.ts';

interface RestoreOptions extends GlobalOptions {
  storeUrl?: string;
  eventsUrl?: string;
}

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

/** `gatehouse restore`: makes one truth of stores that were put back from backups. */
export function restoreCommand(terminal: Terminal): Command {
  return new Command('restore')
    .description('after stores were put back from backups: bring them, the log and all copies in line')
    .option('--store-url <url>', "where the stores are (STORE_URL; the data directory's files)")
    .option('--events-url <url>', "where the log is (EVENTS_URL; the data directory's file)")
    .addHelpText('after', HELP)
    .action(async (_options: RestoreOptions, command: Command) => {
      const options = command.optsWithGlobals<RestoreOptions>();
      const print = createPrinter(terminal, options.json === true);
      const progress = showStepProgress(terminal.err);
      const env = {
        ...terminal.env,
        DATA_DIR: dataDirOf(options, terminal.env),
        ...(options.storeUrl !== undefined && { STORE_URL: options.storeUrl }),
        ...(options.eventsUrl !== undefined && { EVENTS_URL: options.eventsUrl }),
      };
      try {
        const report = await runProgram<RestoreReport>('restore', env, progress.show);
        progress.stop();
        const rows = report.entities.map(({ comeBack, ...row }) => ({ ...row, comeBack: comeBack.length }));
        print.table(['store', 'collection', 'documents', 'putBack', 'left', 'comeBack'], rows, report);
        for (const { store, collection, comeBack } of report.entities) {
          for (const id of comeBack)
            print.remark(`${store}.${collection} ${id} was removed since the backup: remove it again`);
        }
        print.remark(`Start the platform: it rebuilds ${report.rebuilds.join(', ')} by itself.`);
      } finally {
        progress.stop();
      }
    });
}
