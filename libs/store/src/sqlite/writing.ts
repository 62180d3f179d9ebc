import type { Checkpoints } from './checkpoints.ts';
import type { CommitBeside } from './commit-beside.ts';
import type { Connection } from './connection.ts';

/** A connection that writes beside the commit queue, and whom it gives way to. */
export interface Writing {
  connection: Connection;
  checkpoints: Checkpoints;
  beside: CommitBeside;
}
