import { consumerOf } from '@gatehouse/consumers';
import { topics } from '@gatehouse/contracts';
import { type Consumer, type EventLog, replicate } from '@gatehouse/event-log';
import type { Logger, Sealer } from '@gatehouse/runtime';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';

export interface StartSigningKeysOptions {
  log: EventLog;
  logger: Logger;
  /** Opens the key that signs; an app that only verifies leaves it out. */
  sealer?: Sealer | undefined;
  /** Each record that could not be applied, for metrics. */
  onSkipped?: ((topic: string) => void) | undefined;
}

export interface StartedSigningKeys {
  keys: SigningKeys;
  /** `caughtUp` resolves once the replica has all that the log had at the start. */
  consumer: Consumer;
}

/** A replica that follows the log from its start, for as long as the process lives. */
export async function startSigningKeys(options: StartSigningKeysOptions): Promise<StartedSigningKeys> {
  const { log, logger, sealer, onSkipped } = options;
  const keys = createSigningKeys({ sealer });
  await log.ensureTopics([topics.signingKeys]);
  const { topics: read, handle } = consumerOf({
    async 'gatehouse.signin.signing-keys.v1'({ data: { state, version } }) {
      keys.apply(state, version);
    },
  });
  const consumer = await replicate({ log, topics: read, logger, apply: handle, onSkipped });
  return { keys, consumer };
}
