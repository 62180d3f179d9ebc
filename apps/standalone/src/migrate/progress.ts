/** How far a part of a migration is; `total` where it is known. */
export interface Progress {
  step: 'documents' | 'records' | 'comparison';
  /** `directory.users`, or a topic. */
  of: string;
  done: number;
  total: number;
}

export type TellProgress = (progress: Progress) => void;
