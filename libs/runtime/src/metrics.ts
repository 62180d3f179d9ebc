import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { droppedOutput } from './output.ts';

/** One app's metrics, for Prometheus. Several apps of one process each have their own. */
export interface Metrics {
  counter<L extends string = never>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  /** `collect` is asked for the value at every reading. */
  gauge<L extends string = never>(
    name: string,
    help: string,
    labels?: readonly L[],
    collect?: (gauge: Gauge<L>) => void | Promise<void>,
  ): Gauge<L>;
  /** In seconds, unless `buckets` says otherwise. */
  histogram<L extends string = never>(
    name: string,
    help: string,
    labels?: readonly L[],
    buckets?: readonly number[],
  ): Histogram<L>;
  /** What `/metrics` answers, and as what. */
  text(): Promise<string>;
  readonly contentType: string;
  /** What reading them takes, as a bearer token; open where there is none. */
  readonly token: string | undefined;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface MetricsOptions {
  /** Adds memory, event loop, CPU and dropped output: once in each process. */
  processMetrics?: boolean;
  /** See `Metrics.token`. */
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

/** Metrics named `gatehouse_…`, each labelled with the app. */
export function createMetrics(app: string, { processMetrics = false, token }: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  if (processMetrics) {
    collectDefaultMetrics({ register: registry });
    countDroppedOutput(registry);
  }
  const registers = [registry];
  const named = (name: string) => `gatehouse_${name}`;
  return {
    contentType: registry.contentType,
    token,
    text: () => registry.metrics(),
    counter(name, help, labels = []) {
      return new Counter({ name: named(name), help, labelNames: [...labels], registers });
    },
    gauge<L extends string = never>(
      name: string,
      help: string,
      labels: readonly L[] = [],
      collect?: (gauge: Gauge<L>) => void | Promise<void>,
    ): Gauge<L> {
      const gauge: Gauge<L> = new Gauge({
        name: named(name),
        help,
        labelNames: [...labels],
        registers,
        ...(collect === undefined ? {} : { collect: () => collect(gauge) }),
      });
      return gauge;
    },
    histogram(name, help, labels = [], buckets = SECONDS) {
      return new Histogram({
        name: named(name),
        help,
        labelNames: [...labels],
        buckets: [...buckets],
        registers,
      });
    },
  };
}
