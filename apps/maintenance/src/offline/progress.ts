/** How far a part of the work is. */
export interface Progress {
  /** `documents`, `records`, `comparison`… */
  step: string;
  /** `directory.users`, or a topic. */
  of: string;
  done: number;
  total: number;
}

export type TellProgress = (progress: Progress) => void;
