import { EventEmitter, once } from 'node:events';

/** Wakes those in this process that wait for a service's next message. */
export interface Wakes {
  wake(serviceId: string): void;
  /** Resolves at the next wake, once `ms` are over, or when the process drains. */
  next(serviceId: string, ms: number): Promise<void>;
  readonly isDraining: boolean;
  /** Sends all who wait home, for good. */
  drain(): void;
}

export function createWakes(): Wakes {
  const services = new EventEmitter().setMaxListeners(0);
  const draining = new AbortController();
  return {
    wake: (serviceId) => void services.emit(nameOf(serviceId)),
    async next(serviceId, ms) {
      const signal = AbortSignal.any([draining.signal, AbortSignal.timeout(ms)]);
      await once(services, nameOf(serviceId), { signal }).catch(() => {});
    },
    get isDraining() {
      return draining.signal.aborted;
    },
    drain: () => draining.abort(),
  };
}

/** No name of the emitter's own. */
const nameOf = (serviceId: string) => `service ${serviceId}`;
