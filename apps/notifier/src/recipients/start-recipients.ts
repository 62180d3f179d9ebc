import type { Subscribe } from '@gatehouse/app-process';
import { batchConsumerOf, rememberVersions } from '@gatehouse/consumers';
import type { EventLog } from '@gatehouse/event-log';
import {
  type Generation,
  type GenerationConsumer,
  openReadModel,
  type Pace,
  type RunningReadModel,
  runReadModel,
} from '@gatehouse/read-models';
import { type Logger, retryUntilOpen } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { type FindRecipient, recipientFinder } from './find-recipient.ts';
import { type RecipientCollections, recipientsReadModel } from './recipients.read-model.ts';
import { openRecipients } from './recipients.store.ts';

export interface RecipientsDependencies {
  store: Store;
  eventLog: EventLog;
  subscribe: Subscribe;
  now: () => number;
  log: Logger;
  pace?: Pace | undefined;
}

/** The projection of users that emails are addressed by. */
export interface RunningRecipients {
  readModel: RunningReadModel;
  find: FindRecipient;
}

const GROUP = 'notifier.recipients';
/** Users whose last handled version is remembered: more than have emails waiting for them at most times. */
const REMEMBERED = 10_000;

/** Starts to follow directory's users. */
export async function startRecipients(dependencies: RecipientsDependencies): Promise<RunningRecipients> {
  const { store, now, log, pace } = dependencies;
  const open = () => openReadModel({ store, declaration: recipientsReadModel, now, ...(pace && { pace }) });
  const model = await retryUntilOpen('store', open, { log });

  const seen = rememberVersions(REMEMBERED);

  const consumersOf = ({ run, collections }: Generation<RecipientCollections>): GenerationConsumer[] => {
    const recipients = openRecipients(collections.recipients, now);
    const consumer = batchConsumerOf(['gatehouse.directory.user.v1'], async (events) => {
      const users = events.map(({ data }) => data);
      await recipients.project(users);
      // A generation that is being built knows other versions than the one that is read.
      if (model.seen().active.run !== run) return;
      for (const { state, version } of users) seen.note(state.id, version);
    });
    return [{ group: GROUP, ...consumer }];
  };
  const readModel = await runReadModel({ ...dependencies, model, consumersOf });
  const { get } = openRecipients(model.collections.recipients, now);
  const find = recipientFinder({
    get,
    isSeen: seen.isHandled,
    reachEnd: (timeoutMs) => readModel.reachEnd(GROUP, timeoutMs),
  });
  return { readModel, find };
}
