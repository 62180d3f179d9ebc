/** Wakes one waiting loop. A signal that comes while nobody waits is kept, so none is lost between a look and a wait. */
export class WakeSignal {
  #isSet = false;
  #wake: (() => void) | undefined;

  set(): void {
    this.#isSet = true;
    this.#wake?.();
  }

  /** Forgets a signal that came while nobody waited. */
  clear(): void {
    this.#isSet = false;
  }

  /** Resolves at the next signal, or after `timeoutMs`. */
  async wait(timeoutMs?: number): Promise<void> {
    if (!this.#isSet) {
      await new Promise<void>((resolve) => {
        const timer = timeoutMs === undefined ? undefined : setTimeout(resolve, timeoutMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    this.#isSet = false;
  }
}
