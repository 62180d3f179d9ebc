/** Work that is done again and again. */
export interface Ticker {
  /** Runs the work now, or once more right after the run under way. */
  wake(): void;
  /** Waits for the run under way; none follows. */
  close(): Promise<void>;
}

export interface TickerOptions {
  /** One run; may answer how many milliseconds later it wants the next (0: at once), at most `intervalMs`. */
  run: () => Promise<number | undefined>;
  /** The longest pause between two runs. */
  intervalMs: number;
  onError: (error: unknown) => void;
}

/** Starts at once. Runs never overlap; after a failed one the next comes after `intervalMs`. Keeps no process alive. */
export function createTicker({ run, intervalMs, onError }: TickerOptions): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let woken = false;
  let closed = false;

  function schedule(ms: number): void {
    timer = setTimeout(tick, Math.min(Math.max(ms, 0), intervalMs));
    timer.unref();
  }

  function tick(): void {
    timer = undefined;
    running = once().finally(() => {
      running = undefined;
    });
  }

  async function once(): Promise<void> {
    woken = false;
    let pauseMs = intervalMs;
    try {
      pauseMs = (await run()) ?? intervalMs;
    } catch (error) {
      onError(error);
    }
    if (!closed) schedule(woken ? 0 : pauseMs);
  }

  schedule(0);
  return {
    wake() {
      if (closed) return;
      woken = true;
      if (timer === undefined) return;
      clearTimeout(timer);
      schedule(0);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
