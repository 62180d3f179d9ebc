import { openReadModel, type RunningReadModel } from '@gatehouse/read-models';
import { retryUntilOpen } from '@gatehouse/runtime';
import { openPeople, type People, people } from './people.read-model.ts';
import { type RunPeopleOptions, runPeople } from './run-people.ts';

/** The projections of whom people are, as they are asked for and followed. */
export interface RunningPeople {
  people: People;
  readModel: RunningReadModel;
}

/** Opens the projections and starts to follow the log. */
export async function startPeople(options: Omit<RunPeopleOptions, 'model'>): Promise<RunningPeople> {
  const { store, now, log, pace } = options;
  const open = () => openReadModel({ store, declaration: people, now, ...(pace && { pace }) });
  const model = await retryUntilOpen('store', open, { log });
  const readModel = await runPeople({ ...options, model });
  return { people: openPeople(model.collections, now), readModel };
}
