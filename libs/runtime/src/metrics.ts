import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { droppedOutput } from './output.ts';

/** How often the delay of the event loop is sampled. Every 10 ms, the default, would cost each idle process 0.3 % of a core. */
const LOOP_SAMPLE_MS = 100;
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface MetricsOptions {
  /** Adds memory, event loop, CPU and dropped output: once in each process. */
  processMetrics?: boolean;
  /** What reading them takes, as a bearer token; open where there is none. */
  token?: string | undefined;
}

function countDroppedOutput(registry: Registry): void {
  new Counter({
    name: 'gatehouse_output_dropped_total',
    help: 'Lines for standard output or standard error that were not written: nobody took them',
    labelNames: ['stream'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { stream, dropped } of droppedOutput()) this.inc({ stream }, dropped);
    },
  });
}

/**
 * One app's metrics for Prometheus, named `gatehouse_…` and labelled with the app. Several apps of one process each have
 * their own.
 */
export function createMetrics(app: string, { processMetrics = false, token }: MetricsOptions = {}) {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  if (processMetrics) {
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_SAMPLE_MS });
    countDroppedOutput(registry);
  }
  const declared = <L extends string>(name: string, help: string, labels: readonly L[]) => ({
    name: `gatehouse_${name}`,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    /** See `MetricsOptions.token`. */
    token,
    /** The body of `/metrics`. */
    text: () => registry.metrics(),
    counter<L extends string = never>(name: string, help: string, labels: readonly L[] = []): Counter<L> {
      return new Counter(declared(name, help, labels));
    },
    /** `collect` is called at every reading. */
    gauge<L extends string = never>(
      name: string,
      help: string,
      labels: readonly L[] = [],
      collect?: (gauge: Gauge<L>) => void | Promise<void>,
    ): Gauge<L> {
      const gauge: Gauge<L> = new Gauge({
        ...declared(name, help, labels),
        ...(collect === undefined ? {} : { collect: () => collect(gauge) }),
      });
      return gauge;
    },
    /** In seconds, unless `buckets` says otherwise. */
    histogram<L extends string = never>(
      name: string,
      help: string,
      labels: readonly L[] = [],
      buckets: readonly number[] = SECONDS,
    ): Histogram<L> {
      return new Histogram({ ...declared(name, help, labels), buckets: [...buckets] });
    },
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
