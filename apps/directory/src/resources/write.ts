import type { Published } from '@gatehouse/app-process';
import type { Clock } from '@gatehouse/runtime';

/** What routes that write need, besides the collections. */
export interface WriteDependencies {
  /** Waits, bounded, until the log has what was written. */
  published: Published;
  clock: Clock;
}
