/** The progress of a part of the work. */
export interface Progress {
  /** `documents`, `records`, `comparison`… */
  step: string;
  /** `directory.users`, or a topic. */
  of: string;
  done: number;
  total: number;
}

export type OnProgress = (progress: Progress) => void;
