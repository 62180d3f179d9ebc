/** One timer for each name, at the earliest instant that was asked for. Keeps no process alive. */
export interface Alarms {
  /** At `at` (milliseconds), or earlier where that was asked for before. */
  set(name: string, at: number): void;
  close(): void;
}

/** Timers hold no more than 24 days; a clock that is set right is noticed within this. */
const LONGEST_MS = 3_600_000;

export function createAlarms(now: () => number, ring: (name: string) => void): Alarms {
  const set = new Map<string, { at: number; timer: NodeJS.Timeout }>();

  function arm(name: string, at: number): void {
    const timer = setTimeout(() => fire(name, at), Math.min(Math.max(at - now(), 0), LONGEST_MS));
    timer.unref();
    set.set(name, { at, timer });
  }

  function fire(name: string, at: number): void {
    set.delete(name);
    if (now() < at) arm(name, at);
    else ring(name);
  }

  return {
    set(name, at) {
      const known = set.get(name);
      if (known !== undefined && known.at <= at) return;
      clearTimeout(known?.timer);
      arm(name, at);
    },
    close() {
      for (const { timer } of set.values()) clearTimeout(timer);
      set.clear();
    },
  };
}
