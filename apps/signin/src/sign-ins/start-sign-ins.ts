import type { StartedParts } from '@gatehouse/app-process';
import type { Logger } from '@gatehouse/runtime';
import { openSignIns, type SignIns } from './open-sign-ins.ts';
import type { SignInsCollection } from './sign-ins.store.ts';

export interface StartSignInsOptions extends Pick<StartedParts, 'now' | 'metrics' | 'closers'> {
  signInRecords: SignInsCollection;
  /** Whether a user was removed. */
  isRemoved: (userId: string) => Promise<boolean>;
  log: Logger;
}

/** The records of sign-ins, counted; what is under way at the end is written. */
export function startSignIns({ signInRecords, metrics, closers, ...rest }: StartSignInsOptions): SignIns {
  const labels = ['method', 'outcome'] as const;
  const counted = metrics.counter('sign_ins_total', 'Sign-ins by how the person came and by outcome', labels);
  const signIns = openSignIns({
    ...{ ...rest, collection: signInRecords },
    count: ({ method, outcome }) => counted.inc({ method, outcome }),
  });
  closers.add('sign-in records', () => signIns.settled());
  return signIns;
}
